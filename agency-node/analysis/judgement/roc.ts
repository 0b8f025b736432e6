import {
  countBothClasses,
  invalid,
  type Labels,
  requireFinite,
  requireSameLength,
} from '../labels.ts'

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
  requireSameLength(y, score, 'score')
  requireFinite(score, 'score')
  const { good, bad } = countBothClasses(y)
  const order = ascendingOrder(score)
  let goodsBelow = 0
  let badsBelow = 0
  // Twice the number of (bad, good) pairs in the right order: whole numbers, so no rounding.
  let doubledWins = 0
  let ks = 0
  for (let at = 0; at < order.length; ) {
    const tie = tieFrom(y, score, order, at)
    doubledWins += tie.bad * (2 * goodsBelow + tie.good)
    goodsBelow += tie.good
    badsBelow += tie.bad
    ks = Math.max(ks, Math.abs(goodsBelow / good - badsBelow / bad))
    at += tie.good + tie.bad
  }
  const auc = doubledWins / (2 * good * bad)
  return { auc, gini: 2 * auc - 1, ks }
}

/** Row numbers by ascending value, equal values by row. */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  if (values.length > 0xffff_ffff) throw invalid('There are too many rows.')
  const order = Uint32Array.from({ length: values.length }, (_, row) => row)
  return order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b)
}

function tieFrom(y: Labels, score: ArrayLike<number>, order: Uint32Array, from: number) {
  const value = score[order[from] as number]
  let bad = 0
  let to = from
  for (; to < order.length && score[order[to] as number] === value; to++) {
    bad += y[order[to] as number] as number
  }
  return { good: to - from - bad, bad }
}
