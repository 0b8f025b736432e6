import { calibration } from '../analysis/judgement/calibration.ts'
import {
  expectedMaximumProfit,
  type ProfitParameters,
} from '../analysis/judgement/expectedMaximumProfit.ts'
import { roc } from '../analysis/judgement/roc.ts'
import { type PointsScale, probabilityOfDefault } from '../analysis/scorecard/scorecard.ts'
import type { CutOff, ModelMetrics } from './artefact.ts'

/** Whole scores of people, and what became of them. */
export interface ScoredPeople {
  readonly scores: Int32Array
  readonly labels: Uint8Array
}

/** Of the integer points that people get, not of the regression behind them. */
export function judgeScores(
  { scores, labels }: ScoredPeople,
  { scale, profit }: { readonly scale: PointsScale; readonly profit: ProfitParameters },
): ModelMetrics {
  const risks = scores.map((score) => -score)
  const probabilities = Float64Array.from(scores, (score) => probabilityOfDefault(scale, score))
  const { auc, gini, ks } = roc(labels, risks)
  const { brier, logLoss, ece } = calibration(labels, probabilities)
  const { emp, empNoSkill } = expectedMaximumProfit(labels, risks, profit)
  const bads = labels.reduce((sum, label) => sum + label, 0)
  return { rows: labels.length, bads, auc, gini, ks, brier, logLoss, ece, emp, empNoSkill }
}

/** The cut-off at which the training rows earn most: its fraction rejects the lowest scores (SCORING 5.4). */
export function cutOffOf({ scores, labels }: ScoredPeople, parameters: ProfitParameters): CutOff {
  const { fraction } = expectedMaximumProfit(
    labels,
    scores.map((score) => -score),
    parameters,
  )
  const rejected = Math.min(scores.length - 1, Math.floor(fraction * scores.length + 0.5))
  const { p0, p1, roi } = parameters
  const score = Int32Array.from(scores).sort()[rejected] as number
  return { score, fraction, parameters: { p0, p1, roi } }
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
