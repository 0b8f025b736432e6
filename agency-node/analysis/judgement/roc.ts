import type { Labels } from '../labels.ts'
import { scoreSteps } from './scoreSteps.ts'

export interface Roc {
  /** Probability that a bad scores above a good, ties counted half (mid-ranks). */
  readonly auc: number
  /** 2 auc - 1. */
  readonly gini: number
  /** Largest vertical distance between the cumulative shares of goods and bads (Kolmogorov-Smirnov). */
  readonly ks: number
}

/** A higher score is riskier. Tied scores form one step of the curve, whatever their order in the input. */
export function roc(y: Labels, score: ArrayLike<number>): Roc {
  const { good, bad, steps, goods, bads } = scoreSteps(y, score)
  // Twice the number of (bad, good) pairs in the right order: whole numbers, so no rounding.
  let doubledWins = 0
  let ks = 0
  let goodsBefore = 0
  let badsBefore = 0
  for (let step = 0; step < steps; step++) {
    const goodsNow = goods[step] as number
    const badsNow = bads[step] as number
    doubledWins += (goodsNow - goodsBefore) * (badsBefore + badsNow)
    ks = Math.max(ks, Math.abs(goodsNow / good - badsNow / bad))
    goodsBefore = goodsNow
    badsBefore = badsNow
  }
  const auc = doubledWins / (2 * good * bad)
  return { auc, gini: 2 * auc - 1, ks }
}
