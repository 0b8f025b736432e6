import type { Trend } from '../analysis/scorecard/optimalBinning.ts'
import type { ReasonCode } from '../analysis/scorecard/reasonCodes.ts'

/** Code of "it never happened in the months that we see". Quantities with codes are never negative. */
export const never = -1
/** Code of "there was nothing to pay", where a ratio of payments has no denominator. */
export const nothingDue = -1
/** Code of "no credit was drawn", which is not the same as little. */
export const notDrawn = -1

export interface FeatureDefinition {
  readonly name: string
  /** How risk moves with the value. The reason below is true only in this direction, so every feature has one. */
  readonly trend: Exclude<Trend, 'none' | 'auto'>
  readonly specials: readonly number[]
  /** What to tell a person who lost points by a quantity, by a code, and by a gap in her file. */
  readonly reason: ReasonCode
  readonly specialReason: ReasonCode
}

const unverifiable: ReasonCode = 'R06'
/** Told for any feature that is missing from a file. */
export const missingReason = unverifiable

function rising(
  name: string,
  reason: ReasonCode,
  specials: readonly number[] = [],
): FeatureDefinition {
  return { name, trend: 'rising', specials, reason, specialReason: 'R07' }
}

function falling(
  name: string,
  reason: ReasonCode,
  specials: readonly number[] = [],
): FeatureDefinition {
  return { name, trend: 'falling', specials, reason, specialReason: 'R07' }
}

/**
 * Feature set `ucr-tradeline/1`: what trade lines say of one person. The set never changes; another meaning or order of a
 * value is another version. Amounts are minor units of the model's currency, ratios basis points, windows whole months.
 */
export const featureSet = 'ucr-tradeline/1'

export const featureCatalogue: readonly FeatureDefinition[] = [
  rising('daysLateNow', 'R05'),
  rising('daysLateWorst3m', 'R05'),
  rising('daysLateWorst6m', 'R05'),
  rising('daysLateWorst24m', 'R05'),
  rising('daysLateTotal6m', 'R05'),
  rising('monthsLate6m', 'R05'),
  rising('monthsLate24m', 'R05'),
  rising('monthsLate30Days6m', 'R09'),
  rising('monthsLate30Days24m', 'R09'),
  falling('monthsSinceLate', 'R05', [never]),
  falling('monthsSinceLate30Days', 'R09', [never]),
  rising('utilisationNow', 'R10', [notDrawn]),
  rising('utilisationMean3m', 'R10', [notDrawn]),
  rising('utilisationMean6m', 'R10', [notDrawn]),
  rising('utilisationHighest6m', 'R10', [notDrawn]),
  falling('paymentRatio1m', 'R08', [nothingDue]),
  falling('paymentRatio3m', 'R08', [nothingDue]),
  rising('monthsUnpaid6m', 'R05'),
  falling('monthsPaidInFull6m', 'R08'),
  falling('monthsOrderlyUse2m', 'R07'),
  falling('monthsOrderlyUse6m', 'R07'),
  rising('monthsIdle6m', 'R07'),
  falling('paymentNow', 'R07'),
  falling('paymentMean3m', 'R07'),
  falling('paymentMean6m', 'R07'),
  falling('paymentLowest6m', 'R07'),
  falling('creditLimit', 'R07'),
  falling('linesOpen', 'R07'),
  falling('linesEver', 'R07'),
  falling('monthsReported', 'R12'),
  falling('monthsSinceOpened', 'R12'),
]

export const featureNames: readonly string[] = featureCatalogue.map(({ name }) => name)
