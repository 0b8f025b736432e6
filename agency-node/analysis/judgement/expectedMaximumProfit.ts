import { invalid, type Labels } from '../labels.ts'
import { noSkillHull, type RocHull, rocHull } from './rocHull.ts'
import { scoreSteps } from './scoreSteps.ts'

/** The share lambda of a loan that a default loses: p0 nothing, p1 all, the others uniformly anything between. */
export interface LossShare {
  readonly p0: number
  readonly p1: number
}

export interface ProfitParameters extends LossShare {
  /** Return on investment: what a good earns, as a share of the loan. */
  readonly roi: number
}

export interface MaximumProfit {
  /** As a share of the mean loan, over accepting everybody. */
  readonly emp: number
  /** Share of all people REJECTED at the best cut-off, on average over lambda. */
  readonly fraction: number
  /** The same of a score that says nothing; above 0 where rejecting everybody pays. A model is worth emp - empNoSkill. */
  readonly empNoSkill: number
}

/**
 * Expected maximum profit of Verbraken, Bravo, Weber and Baesens (2014), defaulters being y = 1. At lambda a corner of the ROC hull
 * earns pi0 lambda F0 - roi pi1 F1, F0 and F1 the rejected shares of bads and goods; each corner is best between the slopes of
 * its two edges, over which the profit integrates in closed form. O(n log n).
 * Throws `analysis.invalid_input`, `analysis.one_class`.
 */
export function expectedMaximumProfit(
  y: Labels,
  score: ArrayLike<number>,
  parameters: ProfitParameters,
): MaximumProfit {
  return profitOverHull(rocHull(scoreSteps(y, score)), parameters)
}

export function profitOverHull(hull: RocHull, parameters: ProfitParameters): MaximumProfit {
  requireParameters(parameters)
  const best = integrate(hull, parameters)
  return { ...best, empNoSkill: integrate(noSkillHull(hull), parameters).emp }
}

export function requireParameters({ p0, p1, roi }: ProfitParameters): void {
  requireRoi(roi)
  const isDistribution = p0 >= 0 && p1 >= 0 && p0 + p1 <= 1 + ROUNDING
  if (!isDistribution) throw invalid('p0 and p1 are no shares of one whole.')
}

export function requireRoi(roi: number): void {
  if (!(roi >= 0 && Number.isFinite(roi))) throw invalid('The return on investment is negative.')
}

/** 0.9 + 0.1 need not be 1 to the last bit, nor two lambdas that are one on paper. */
export const ROUNDING = 1e-12

/** The lambda above which the corner after `corner` earns more; infinite along an edge on which no bad is rejected. */
export function worthwhileFrom(hull: RocHull, corner: number, roi: number): number {
  const goods = (hull.goods[corner + 1] as number) - (hull.goods[corner] as number)
  const bads = (hull.bads[corner + 1] as number) - (hull.bads[corner] as number)
  return bads === 0 ? Number.POSITIVE_INFINITY : (roi * goods) / bads
}

function integrate(hull: RocHull, { p0, p1, roi }: ProfitParameters) {
  const people = hull.good + hull.bad
  const uniform = Math.max(0, 1 - p0 - p1)
  let emp = 0
  let fraction = 0
  let from = 0
  for (let corner = 0; ; corner++) {
    const isLast = corner === hull.corners - 1
    const until = isLast ? 1 : worthwhileFrom(hull, corner, roi)
    const next = until > 1 - ROUNDING ? 1 : until
    const bads = (hull.bads[corner] as number) / people
    const goods = (hull.goods[corner] as number) / people
    // Over the uniform part, lambda from `from` to `next`.
    emp += uniform * (next - from) * ((bads * (next + from)) / 2 - roi * goods)
    fraction += uniform * (next - from) * (bads + goods)
    if (next === 1) {
      // The mass at lambda = 1 acts at the last corner reached below 1; that at 0 rejects nobody.
      return { emp: emp + p1 * (bads - roi * goods), fraction: fraction + p1 * (bads + goods) }
    }
    from = next
  }
}
