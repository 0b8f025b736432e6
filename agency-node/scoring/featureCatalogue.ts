import type { Cell } from '../analysis/scorecard/binning.ts'
import type { Trend } from '../analysis/scorecard/optimalBinning.ts'
import type { ReasonName } from '../analysis/scorecard/reasonCodes.ts'

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
  readonly reason: ReasonName
  readonly specialReason: ReasonName
  /** Of a quantity on the safer side of this the sentence would be untrue, whatever points it costs: it is not told. */
  readonly toldFrom: number
  /** The feature by whose value that is judged, where the sentence says more than this one does; itself unless given. */
  readonly toldBy?: string | undefined
}

const unverifiable: ReasonName = 'R06'
/** Told for any feature that is missing from a file. */
export const missingReason = unverifiable

type Telling = Partial<Pick<FeatureDefinition, 'specials' | 'toldFrom' | 'toldBy'>>

function rising(
  name: string,
  reason: ReasonName,
  { specials = [], toldFrom = Number.NEGATIVE_INFINITY, toldBy }: Telling = {},
): FeatureDefinition {
  return { name, trend: 'rising', specials, reason, specialReason: 'R07', toldFrom, toldBy }
}

function falling(
  name: string,
  reason: ReasonName,
  { specials = [], toldFrom = Number.POSITIVE_INFINITY, toldBy }: Telling = {},
): FeatureDefinition {
  return { name, trend: 'falling', specials, reason, specialReason: 'R07', toldFrom, toldBy }
}

// Less than one day or month late is none; less than 30 % of the limits is no large part of them; who pays half of what is
// due pays no small part of it; more than a few is not few.
const late = { toldFrom: 1 }
const used = { specials: [notDrawn], toldFrom: 3_000 }
const fewMonths = { toldFrom: 3, toldBy: 'monthsOrderlyUse6m' }
const paid = { specials: [nothingDue], toldFrom: 5_000 }

/**
 * Feature set `ucr-tradeline/2`: what trade lines say of one person. The set never changes; another meaning or order of a
 * value is another version. Amounts are minor units of the model's currency, ratios basis points, windows whole months.
 * Since version 2 a month without a debt is never late, and who owed nothing did not fail to pay in full.
 */
export const featureSet = 'ucr-tradeline/2'

export const featureCatalogue: readonly FeatureDefinition[] = [
  rising('daysLateNow', 'R05', late),
  rising('daysLateWorst3m', 'R05', late),
  rising('daysLateWorst6m', 'R05', late),
  rising('daysLateWorst24m', 'R05', late),
  rising('daysLateTotal6m', 'R05', late),
  rising('monthsLate6m', 'R05', late),
  rising('monthsLate24m', 'R05', late),
  rising('monthsLate30Days6m', 'R09', late),
  rising('monthsLate30Days24m', 'R09', late),
  falling('monthsSinceLate', 'R05', { specials: [never] }),
  falling('monthsSinceLate30Days', 'R09', { specials: [never] }),
  rising('utilisationNow', 'R10', used),
  rising('utilisationMean3m', 'R10', used),
  rising('utilisationMean6m', 'R10', used),
  rising('utilisationHighest6m', 'R10', used),
  falling('paymentRatio1m', 'R08', paid),
  falling('paymentRatio3m', 'R08', paid),
  // Nothing was paid towards a debt; that it was late is for the source to say.
  rising('monthsUnpaid6m', 'R08', { toldFrom: 1 }),
  falling('monthsPaidInFull6m', 'R08', { ...paid, toldBy: 'paymentRatio3m' }),
  falling('monthsOrderlyUse2m', 'R07.orderlyUse', fewMonths),
  falling('monthsOrderlyUse6m', 'R07.orderlyUse', fewMonths),
  rising('monthsIdle6m', 'R07.idle', { toldFrom: 3 }),
  falling('paymentNow', 'R07.payment'),
  falling('paymentMean3m', 'R07.payment'),
  falling('paymentMean6m', 'R07.payment'),
  falling('paymentLowest6m', 'R07.payment'),
  falling('creditLimit', 'R07.creditLimit'),
  falling('linesOpen', 'R07.accounts', { toldFrom: 3 }),
  falling('linesEver', 'R07.accounts', { toldFrom: 3 }),
  falling('monthsReported', 'R12', { toldFrom: 12 }),
  falling('monthsSinceOpened', 'R12', { toldFrom: 24 }),
]

export const featureNames: readonly string[] = featureCatalogue.map(({ name }) => name)

const places = new Map(featureCatalogue.map(({ name }, at) => [name, at]))

/** Whether the reason's sentence is true of somebody whose value is a quantity. Values in the order of the catalogue. */
export function isTold(
  { name, trend, toldFrom, toldBy = name }: FeatureDefinition,
  values: readonly Cell[],
): boolean {
  if (!Number.isFinite(toldFrom)) return true
  const place = places.get(toldBy) as number // a name of the catalogue
  const value = values[place] ?? null
  if (value === null || featureCatalogue[place]?.specials.includes(value)) return false
  return trend === 'rising' ? value >= toldFrom : value <= toldFrom
}
