import { ascendingOrder } from '../ascendingOrder.ts'
import {
  countBothClasses,
  invalid,
  type Labels,
  requireFinite,
  requireSameLength,
} from '../labels.ts'
import { normalTail } from '../normal.ts'

export interface DeLongTest {
  readonly auc: readonly [number, number]
  /** Of auc[0] - auc[1]; infinite where the areas differ and no row speaks for another difference. */
  readonly z: number
  /** Two-sided. */
  readonly p: number
}

/**
 * Whether two scores of the same people have different areas under the ROC curve (DeLong, DeLong and Clarke-Pearson 1988).
 * O(n log n): the structural components are differences of mid-ranks (Sun and Xu 2014). They are kept as whole numbers, so
 * scores of one order give exactly z = 0, p = 1. Throws `analysis.invalid_input` where they differ and a class has one row.
 */
export function delong(y: Labels, a: ArrayLike<number>, b: ArrayLike<number>): DeLongTest {
  return compareAreas(placements(y, a, 'a'), placements(y, b, 'b'))
}

/** Of each row, twice the number of rows of the other class on its right side (below a bad, above a good), ties half. */
export interface Placements {
  readonly y: Labels
  readonly good: number
  readonly bad: number
  readonly doubledWins: Float64Array
  readonly auc: number
}

export function placements(y: Labels, score: ArrayLike<number>, name = 'score'): Placements {
  requireSameLength(y, score, name)
  requireFinite(score, name)
  const { good, bad } = countBothClasses(y)
  const order = ascendingOrder(score)
  const doubledWins = new Float64Array(y.length)
  let goodsBelow = 0
  let badsBelow = 0
  let sum = 0
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = score[order[from] as number]
    let badsTied = 0
    for (; to < order.length && score[order[to] as number] === value; to++) {
      badsTied += y[order[to] as number] as number
    }
    const goodsTied = to - from - badsTied
    const winsOfBad = 2 * goodsBelow + goodsTied
    const winsOfGood = 2 * (bad - badsBelow - badsTied) + badsTied
    for (let at = from; at < to; at++) {
      const row = order[at] as number
      doubledWins[row] = y[row] === 1 ? winsOfBad : winsOfGood
    }
    sum += badsTied * winsOfBad
    goodsBelow += goodsTied
    badsBelow += badsTied
  }
  return { y, good, bad, doubledWins, auc: sum / (2 * good * bad) }
}

/** As `delong`, of placements worked out before: every model of many is then ranked once. */
export function compareAreas(a: Placements, b: Placements): DeLongTest {
  const auc = [a.auc, b.auc] as const
  const { good, bad, y } = a
  const sums = [0, 0]
  let isSame = true
  const difference = new Float64Array(y.length)
  for (let row = 0; row < y.length; row++) {
    const gap = (a.doubledWins[row] as number) - (b.doubledWins[row] as number)
    difference[row] = gap
    if (gap !== 0) isSame = false
    sums[y[row] as number] = (sums[y[row] as number] as number) + gap
  }
  if (isSame) return { auc, z: 0, p: 1 }
  if (good < 2 || bad < 2) throw invalid('The test of DeLong needs two goods and two bads.')
  const means = [(sums[0] as number) / good, (sums[1] as number) / bad]
  const squares = [0, 0]
  for (let row = 0; row < y.length; row++) {
    const label = y[row] as number
    squares[label] =
      (squares[label] as number) + ((difference[row] as number) - (means[label] as number)) ** 2
  }
  // A good's placement counts bads and a bad's counts goods, both doubled.
  const ofGoods = (squares[0] as number) / (good - 1) / good / (2 * bad) ** 2
  const ofBads = (squares[1] as number) / (bad - 1) / bad / (2 * good) ** 2
  const gap = (sums[1] as number) / (2 * good * bad)
  const z = gap === 0 ? 0 : gap / Math.sqrt(ofGoods + ofBads)
  return { auc, z, p: Math.min(1, 2 * normalTail(Math.abs(z))) }
}
