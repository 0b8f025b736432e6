import { linkBased, notCustomer } from '@creditmesh/agency-node/analysis/network/linkBased.ts'
import { personalizedPageRank } from '@creditmesh/agency-node/analysis/network/personalizedPageRank.ts'
import { relativeExposure } from '@creditmesh/agency-node/analysis/network/relativeExposure.ts'
import { type Column, tableOf, takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { fitForest, predictForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { foldsByHash } from '../folds.ts'
import { ownBehaviour } from './behaviour.ts'
import type { Ratings } from './ratings.ts'

export const otcModels = ['pageRank', 'links', 'behaviour', 'behaviourAndLinks'] as const
export type OtcModel = (typeof otcModels)[number]

export interface OtcOptions {
  readonly repeats: number
  readonly folds: number
  readonly trees: number
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Scores of the labelled by each model, an array a repeat, each fold's by what the others taught. Labels of the test fold are nowhere: neither as sources of
 * exposure nor as classes of neighbours.
 */
export function crossValidateOtc(
  ratings: Ratings,
  options: OtcOptions,
): Record<OtcModel, Float64Array[]> {
  const behaviour = ownBehaviour(ratings)
  const done: Record<OtcModel, Float64Array[]> = {
    pageRank: [],
    links: [],
    behaviour: [],
    behaviourAndLinks: [],
  }
  const total = options.repeats * options.folds
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    const folds = foldsByHash(ratings.y, `otc#${repeat}`, options.folds)
    const scores = Object.fromEntries(
      otcModels.map((model) => [model, new Float64Array(ratings.y.length)]),
    ) as Record<OtcModel, Float64Array>
    for (let fold = 0; fold < options.folds; fold++) {
      const known = (row: number) => folds[row] !== fold
      const links = linkColumns(ratings, known)
      const rows = splitRows(folds, fold)
      const fitAndScore = (model: OtcModel, columns: readonly Column[]) => {
        const table = tableOf(columns)
        const forest = fitForest(
          takeRows(table, rows.train),
          Uint8Array.from(rows.train, (row) => ratings.y[row] as number),
          { seed: repeat * options.folds + fold, trees: options.trees },
        )
        predictForest(forest, takeRows(table, rows.test)).forEach((score, at) => {
          scores[model][rows.test[at] as number] = score
        })
      }
      const exposure = pageRankRatio(ratings, known)
      for (const row of rows.test) scores.pageRank[row] = exposure[row] as number
      fitAndScore('links', links)
      fitAndScore('behaviour', behaviour)
      fitAndScore('behaviourAndLinks', [...behaviour, ...links])
      options.onProgress?.(repeat * options.folds + fold + 1, total)
    }
    for (const model of otcModels) done[model].push(scores[model])
  }
  return done
}

function splitRows(folds: Uint8Array, fold: number) {
  const all = Uint32Array.from({ length: folds.length }, (_, row) => row)
  return {
    train: all.filter((row) => folds[row] !== fold),
    test: all.filter((row) => folds[row] === fold),
  }
}

/** Neighbours of known class, a fraud as three late payments and a benign one as none; nobody is her own neighbour. */
function linkColumns(
  { networks, labelled, y }: Ratings,
  known: (row: number) => boolean,
): Column[] {
  const late = new Int8Array(networks.UD.nodes).fill(notCustomer)
  labelled.forEach((node, row) => {
    if (known(row)) late[node] = y[row] === 1 ? 3 : 0
  })
  return linkBased(networks, late, labelled).filter(({ values }) =>
    values.some((value) => value !== 0),
  )
}

/** ln of the exposure to known frauds over the exposure to known benign ones, undirected. */
function pageRankRatio(
  { networks, labelled, y }: Ratings,
  known: (row: number) => boolean,
): Float64Array {
  const sources = (label: number) => labelled.filter((_, row) => known(row) && y[row] === label)
  const exposure = (label: number) => personalizedPageRank(networks.UD, sources(label)).scores
  const ratio = relativeExposure(exposure(1), exposure(0))
  return Float64Array.from(labelled, (node) => ratio[node] as number)
}
