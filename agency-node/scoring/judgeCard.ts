import { calibration } from '../analysis/judgement/calibration.ts'
import { roc } from '../analysis/judgement/roc.ts'
import {
  evaluateCard,
  probabilityOfDefault,
  type Scorecard,
} from '../analysis/scorecard/scorecard.ts'
import type { ModelMetrics } from './artefact.ts'
import { featureNames } from './featureCatalogue.ts'
import type { TrainingTable } from './trainingTable.ts'

/** Scores of rows by the integer points that people will get, not by the regression behind them. */
export function scoreRows(
  card: Scorecard,
  { columns }: TrainingTable,
  rows: Uint32Array,
): Int32Array {
  const used = card.features.map(({ name }) => columns[featureNames.indexOf(name)] as Float64Array)
  return Int32Array.from(rows, (row) => {
    const values = used.map((column) => column[row] as number)
    return evaluateCard(card, values).score
  })
}

export function judgeCard(
  { scale }: Scorecard,
  { y }: TrainingTable,
  { rows, scores }: { readonly rows: Uint32Array; readonly scores: Int32Array },
): ModelMetrics {
  const labels = Uint8Array.from(rows, (row) => y[row] as number)
  const probabilities = Float64Array.from(scores, (score) => probabilityOfDefault(scale, score))
  const { auc, gini, ks } = roc(
    labels,
    scores.map((score) => -score),
  )
  const { brier, logLoss, ece } = calibration(labels, probabilities)
  const bads = labels.reduce((sum, label) => sum + label, 0)
  return { rows: rows.length, bads, auc, gini, ks, brier, logLoss, ece }
}

/** Shares between the deciles, which are cut where the scores allow it. */
export function scoreDistributionOf(scores: Int32Array) {
  const sorted = Int32Array.from(scores).sort()
  const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (tenth) => sorted[Math.floor((tenth * (sorted.length - 1)) / 10)] as number,
  )
  const cuts = [...new Set(deciles)]
  const shares = new Array<number>(cuts.length + 1).fill(0)
  for (const score of scores) {
    const place = cuts.findIndex((cut) => score <= cut)
    const bin = place === -1 ? cuts.length : place
    shares[bin] = (shares[bin] as number) + 1
  }
  return { cuts, shares: shares.map((people) => people / scores.length) }
}
