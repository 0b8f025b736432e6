import { calibration } from '../../analysis/judgement/calibration.ts'
import {
  expectedMaximumProfit,
  type ProfitParameters,
} from '../../analysis/judgement/expectedMaximumProfit.ts'
import { roc } from '../../analysis/judgement/roc.ts'
import type { Labels } from '../../analysis/labels.ts'

/** How good probabilities of one test set are. */
export interface Judged {
  readonly auc: number
  readonly ks: number
  readonly brier: number
  readonly logLoss: number
  /** Over ten bins of equal width. */
  readonly ece: number
  readonly emp: number
  /** Share REJECTED at the best cut-off. */
  readonly fraction: number
  /** What a score that says nothing would earn: a model is worth the difference. */
  readonly empNoSkill: number
}

/** The loss distribution and return of Verbraken et al. 2014. */
export const defaultProfit: ProfitParameters = { p0: 0.55, p1: 0.1, roi: 0.2644 }

export function judgeScores(y: Labels, p: Float64Array, profit: ProfitParameters): Judged {
  const { auc, ks } = roc(y, p)
  const { brier, logLoss, ece } = calibration(y, p)
  const { emp, fraction, empNoSkill } = expectedMaximumProfit(y, p, profit)
  return { auc, ks, brier, logLoss, ece, emp, fraction, empNoSkill }
}
