import type { LossShare } from '../judgement/expectedMaximumProfit.ts'
import { type Proportion, proportion } from '../judgement/proportion.ts'
import { invalid } from '../labels.ts'

/** The distribution of lambda = LGD EAD / A over the defaults of a portfolio, in the form that the EMP takes. */
export interface LossDistribution extends LossShare {
  readonly defaults: number
  /** With intervals of 95 %. */
  readonly zero: Proportion
  readonly whole: Proportion
  /** Of lambda as it was, not of the model of it. */
  readonly meanShare: number
  /** Defaults with lambda above 1, counted into p1. */
  readonly aboveWhole: number
  /** Largest distance of those between to the uniform distribution (Kolmogorov), null where there are none. */
  readonly uniformDistance: number | null
  /** Probability of such a distance by chance; small: use `lossShare: "empirical"` instead of p0 and p1. */
  readonly uniformP: number | null
}

export interface LossDistributionOptions {
  /** A loss of at most this share counts as none (cured in full). */
  readonly zeroUpTo?: number
  /** A loss of at least this share counts as whole. With an LGD of .8 and EAD up to A nothing reaches 1 (SCORING 2). */
  readonly wholeFrom?: number
}

/**
 * Estimates p0 and p1 from the lambdas of past defaults: the shares at either end, with the rest taken as uniform (Verbraken et al. 2014;
 * the paper, 5.3 and Figure 7). Throws `analysis.invalid_input` for no defaults and shares that are negative.
 */
export function lossDistribution(
  shares: ArrayLike<number>,
  { zeroUpTo = 0, wholeFrom = 1 }: LossDistributionOptions = {},
): LossDistribution {
  if (shares.length === 0) throw invalid('There are no defaults to learn the losses from.')
  if (!(zeroUpTo >= 0 && zeroUpTo < wholeFrom && wholeFrom <= 1)) {
    throw invalid('What counts as no loss is not below what counts as all.')
  }
  const sorted = Float64Array.from(shares).sort()
  const odd = sorted.findIndex((share) => !(share >= 0 && share < Number.POSITIVE_INFINITY))
  if (odd !== -1) throw invalid('A loss is negative or not a finite share.')
  const between = sorted.filter((share) => share > zeroUpTo && share < wholeFrom)
  const zero = proportion(sorted.filter((share) => share <= zeroUpTo).length, sorted.length)
  const whole = proportion(sorted.filter((share) => share >= wholeFrom).length, sorted.length)
  const distance = between.length === 0 ? null : distanceToUniform(between, zeroUpTo, wholeFrom)
  return {
    p0: zero?.value ?? 0,
    p1: whole?.value ?? 0,
    defaults: sorted.length,
    zero: zero as Proportion, // of at least one default
    whole: whole as Proportion, // as above
    meanShare: sorted.reduce((sum, share) => sum + share, 0) / sorted.length,
    aboveWhole: sorted.filter((share) => share > 1).length,
    uniformDistance: distance,
    uniformP: distance === null ? null : kolmogorovTail(distance, between.length),
  }
}

/** The mean of lambda under p0, p1 and a uniform rest. */
export function meanLossShare({ p0, p1 }: LossShare): number {
  return p1 + (1 - p0 - p1) / 2
}

function distanceToUniform(sorted: Float64Array, from: number, to: number): number {
  return sorted.reduce((most, share, rank) => {
    const expected = (share - from) / (to - from)
    const above = (rank + 1) / sorted.length - expected
    return Math.max(most, above, expected - rank / sorted.length)
  }, 0)
}

/** Kolmogorov's limit with the correction of Stephens (1970) for small counts. */
function kolmogorovTail(distance: number, count: number): number {
  const root = Math.sqrt(count)
  const t = (root + 0.12 + 0.11 / root) * distance
  if (t < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t)
  return Math.min(1, Math.max(0, sum))
}
