import { invalid, type Labels, requireFinite, requireSameLength } from '../labels.ts'
import { rejectHighest, roundHalfUp } from './cutoff.ts'
import {
  type LossShare,
  profitOverHull,
  ROUNDING,
  requireRoi,
  worthwhileFrom,
} from './expectedMaximumProfit.ts'
import { noSkillHull, type RocHull, rocHull } from './rocHull.ts'
import { scoreSteps } from './scoreSteps.ts'

/** One loan a row, in the same money. */
export interface Loans {
  /** Principal A, positive. */
  readonly amount: ArrayLike<number>
  /** What was owed at default, not negative; of goods it is not used. */
  readonly exposureAtDefault: ArrayLike<number>
  /** Share of the exposure that is lost. */
  readonly lgd: number
  readonly roi: number
}

export interface ModelProfit {
  readonly emp: number
  /** Share rejected. */
  readonly fraction: number
  readonly empNoSkill: number
  readonly rejected: number
  /** The lowest score rejected, null where nobody is. Ties with it may be accepted: the higher rows. */
  readonly cutoff: number | null
  readonly profit: number
  readonly profitAcceptAll: number
}

/**
 * Profit at the cut-off of the EMP (the paper, 3.2.1 and Table 2). With `empirical` each defaulter's own lambda = LGD EAD / A
 * weighs alike; it may exceed 1 where EAD exceeds A. The floor(fraction n + 1/2) highest scores are rejected, of equal ones the
 * lower row first. Throws `analysis.invalid_input`, `analysis.one_class`.
 */
export function modelProfit(
  y: Labels,
  score: ArrayLike<number>,
  { lossShare, ...loans }: Loans & { readonly lossShare: LossShare | 'empirical' },
): ModelProfit {
  requireLoans(y, loans)
  const hull = rocHull(scoreSteps(y, score))
  const { people, ...best } =
    lossShare === 'empirical'
      ? empiricalProfit(hull, lossSharesOf(y, loans), loans.roi)
      : parametricProfit(hull, { ...lossShare, roi: loans.roi })
  const { rejected, cutoff, isRejected } = rejectHighest(score, roundHalfUp(people))
  return {
    ...best,
    rejected,
    cutoff,
    profit: profitOf(y, isRejected, loans),
    profitAcceptAll: profitOf(y, new Uint8Array(y.length), loans),
  }
}

/** Lambda of each defaulter, in the order of the rows. */
export function lossSharesOf(y: Labels, { amount, exposureAtDefault, lgd }: Loans): Float64Array {
  const bads = Array.from({ length: y.length }, (_, row) => row).filter((row) => y[row] === 1)
  return Float64Array.from(
    bads,
    (row) => (lgd * (exposureAtDefault[row] as number)) / (amount[row] as number),
  )
}

/**
 * Table 2: a good accepted earns roi A, a good rejected loses it, a bad accepted loses LGD EAD, a bad rejected nothing.
 * `isRejected` is 0 or 1 a row.
 */
export function profitOf(y: Labels, isRejected: ArrayLike<number>, loans: Loans): number {
  let profit = 0
  for (let row = 0; row < y.length; row++) {
    const earned = loans.roi * (loans.amount[row] as number)
    const lost = loans.lgd * (loans.exposureAtDefault[row] as number)
    if (y[row] === 0) profit += isRejected[row] === 1 ? -earned : earned
    else if (isRejected[row] === 0) profit -= lost
  }
  return profit
}

export function requireLoans(y: Labels, { amount, exposureAtDefault, lgd, roi }: Loans): void {
  requireSameLength(y, amount, 'amount')
  requireSameLength(y, exposureAtDefault, 'exposureAtDefault')
  requireFinite(amount, 'amount')
  requireFinite(exposureAtDefault, 'exposureAtDefault')
  for (let row = 0; row < y.length; row++) {
    if ((amount[row] as number) <= 0) throw invalid(`The amount of row ${row} is not positive.`)
    if ((exposureAtDefault[row] as number) < 0) {
      throw invalid(`The exposure of row ${row} is negative.`)
    }
  }
  if (!(lgd >= 0 && lgd <= 1)) throw invalid('The loss given default is no share.')
  requireRoi(roi)
}

function parametricProfit(hull: RocHull, parameters: LossShare & { readonly roi: number }) {
  const best = profitOverHull(hull, parameters)
  return { ...best, people: best.fraction * (hull.good + hull.bad) }
}

/** The mean over the given lambdas of the best corner's profit. Rejected people are whole numbers, so halves round exactly. */
function empiricalProfit(hull: RocHull, lambdas: Float64Array, roi: number) {
  const people = hull.good + hull.bad
  const best = atBestCorners(hull, lambdas, roi)
  return {
    emp: best.profit / people / lambdas.length,
    fraction: best.rejected / people / lambdas.length,
    empNoSkill: atBestCorners(noSkillHull(hull), lambdas, roi).profit / people / lambdas.length,
    people: best.rejected / lambdas.length,
  }
}

/** Sums over the lambdas; at the very lambda where two corners earn alike, the one that rejects fewer counts. */
function atBestCorners(hull: RocHull, lambdas: Float64Array, roi: number) {
  let profit = 0
  let rejected = 0
  let corner = 0
  for (const lambda of Float64Array.from(lambdas).sort()) {
    const above = lambda * (1 - ROUNDING) // what differs by less is alike on paper
    while (corner < hull.corners - 1 && worthwhileFrom(hull, corner, roi) < above) corner++
    const bads = hull.bads[corner] as number
    const goods = hull.goods[corner] as number
    profit += lambda * bads - roi * goods
    rejected += bads + goods
  }
  return { profit, rejected }
}
