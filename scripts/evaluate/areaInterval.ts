import type { Placements } from '@creditmesh/agency-node/analysis/judgement/delong.ts'
import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { normalQuantile } from '@creditmesh/agency-node/analysis/normal.ts'

const z = normalQuantile(0.975)

/** An area under the ROC curve with its interval of 95 %, by the variance of DeLong et al. 1988; within 0 and 1. */
export function areaInterval(model: Placements): Interval {
  const { value, low, high } = spreadOf(model, model.doubledWins)
  return { value, low: Math.max(0, low), high: Math.min(1, high) }
}

/** The area of a less that of b, of the same people. */
export function areaDifference(a: Placements, b: Placements): Interval {
  const gaps = a.doubledWins.map((wins, row) => wins - (b.doubledWins[row] as number))
  return spreadOf(a, gaps)
}

/** Placements count people of the other class, doubled. A class of one person has no variance of its own: NaN. */
function spreadOf({ y, good, bad }: Placements, doubledWins: Float64Array): Interval {
  const sums = [0, 0]
  doubledWins.forEach((wins, row) => {
    sums[y[row] as number] = (sums[y[row] as number] as number) + wins
  })
  const means = [(sums[0] as number) / good, (sums[1] as number) / bad]
  const squares = [0, 0]
  doubledWins.forEach((wins, row) => {
    const label = y[row] as number
    squares[label] = (squares[label] as number) + (wins - (means[label] as number)) ** 2
  })
  const ofGoods = (squares[0] as number) / (good - 1) / good / (2 * bad) ** 2
  const ofBads = (squares[1] as number) / (bad - 1) / bad / (2 * good) ** 2
  const value = (sums[1] as number) / (2 * good * bad)
  const spread = z * Math.sqrt(ofGoods + ofBads)
  return { value, low: value - spread, high: value + spread }
}
