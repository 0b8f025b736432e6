import { ascendingOrder } from '@creditmesh/agency-node/analysis/ascendingOrder.ts'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { correlation } from '@creditmesh/agency-node/analysis/linear/correlation.ts'
import { directions } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { exposureSources } from '@creditmesh/agency-node/analysis/network/exposureSources.ts'
import {
  type Dangling,
  danglingPolicies,
  personalizedPageRank,
} from '@creditmesh/agency-node/analysis/network/personalizedPageRank.ts'
import { relativeExposure } from '@creditmesh/agency-node/analysis/network/relativeExposure.ts'
import { spreadingActivation } from '@creditmesh/agency-node/analysis/network/spreadingActivation.ts'
import { foldsByHash } from '../folds.ts'
import type { Copenhagen } from './people.ts'

const folds = 5

/** AUC of each exposure for the made-up defaults of those who called, by direction; sources are the other folds' arrears. */
export function exposureAucs({ networks, late, y }: Copenhagen, callers: Uint32Array) {
  const labels = Uint8Array.from(callers, (node) => y[node] as number)
  const foldOf = foldsByHash(labels, 'copenhagen', folds)
  return directions.map((direction) => {
    const raw = new Float64Array(callers.length)
    const relative = new Float64Array(callers.length)
    const energy = new Float64Array(callers.length)
    for (let fold = 0; fold < folds; fold++) {
      const rows = callers.filter((_, row) => foldOf[row] === fold)
      const left = new Set(rows)
      const sources = exposureSources(late, (node) => left.has(node))
      const risky = personalizedPageRank(networks[direction], sources.delinquent[1]).scores
      const safe = personalizedPageRank(networks[direction], sources.benign).scores
      const spread = spreadingActivation(networks[direction], sources.delinquent[1], {
        d: 0.85,
        threshold: 1e-2,
      })
      const ratio = relativeExposure(risky, safe)
      callers.forEach((node, row) => {
        if (foldOf[row] !== fold) return
        raw[row] = risky[node] as number
        relative[row] = ratio[node] as number
        energy[row] = spread.energy[node] as number
      })
    }
    const auc = (score: Float64Array) => roc(labels, score).auc
    return { direction, pageRank: auc(raw), relative: auc(relative), spreading: auc(energy) }
  })
}

/** Rank correlation of the exposures that two rules for dangling nodes give, against `restart`. */
export function danglingAgreement({ networks, late }: Copenhagen): Record<Dangling, number> {
  const sources = exposureSources(late).delinquent[1]
  const scores = (dangling: Dangling) =>
    personalizedPageRank(networks.OUT, sources, { dangling }).scores
  const standard = scores('restart')
  const entries = danglingPolicies.map((dangling) => [
    dangling,
    spearman(standard, scores(dangling)),
  ])
  return Object.fromEntries(entries) as Record<Dangling, number> // one entry a policy
}

/** Spearman's rank correlation with mid-ranks. */
function spearman(a: Float64Array, b: Float64Array): number {
  return correlation(midRanks(a), midRanks(b))
}

function midRanks(values: Float64Array): Float64Array {
  const order = ascendingOrder(values)
  const ranks = new Float64Array(values.length)
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = values[order[from] as number]
    while (to < order.length && values[order[to] as number] === value) to++
    for (let at = from; at < to; at++) ranks[order[at] as number] = (from + 1 + to) / 2
  }
  return ranks
}
