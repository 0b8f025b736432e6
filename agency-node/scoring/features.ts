import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import { featureNames, never, notDrawn, nothingDue } from './featureCatalogue.ts'
import { daysLateByMonth } from './lateness.ts'
import { monthNumber } from './months.ts'
import { type TradelineView, viewTradelines } from './tradelineView.ts'
import { paymentsAgainstDue, type UsageByMonth, usageByMonth, wholeInBasisPoints } from './usage.ts'
import { countWhere, highest, knownIn, lowest, mean, total } from './windows.ts'

/** Values in the order of the catalogue, whole numbers or null, and what they were taken from. */
export interface FeatureVector {
  readonly values: readonly Cell[]
  /** The newest month that counted (months.ts). */
  readonly anchorMonth: number
  /** Names of the records that were read, sorted. */
  readonly recordIds: readonly string[]
}

export interface FeatureContext {
  /** Whole seconds; what lies after it is not seen. */
  readonly asOf: number
  /** Currency of the model; money in others is left out. */
  readonly currency: string
}

/** The features of one person; null for a thin file. Whole numbers in a fixed order: two agencies get the same bits. */
export function featuresOf(
  records: readonly UcrRecord[],
  { asOf, currency }: FeatureContext,
): FeatureVector | null {
  const view = viewTradelines(records, asOf)
  if (view === null) return null
  const named: Readonly<Record<string, Cell>> = {
    ...latenessFeatures(daysLateByMonth(view)),
    ...usageFeatures(usageByMonth(view, currency)),
    ...depthFeatures(view),
  }
  return {
    values: featureNames.map((name) => named[name] ?? null),
    anchorMonth: view.anchorMonth,
    recordIds: view.lines.map(({ recordId }) => recordId).sort(),
  }
}

function latenessFeatures(days: readonly Cell[]) {
  const isLate = (value: number) => value >= 1
  const is30DaysLate = (value: number) => value >= 30
  return {
    daysLateNow: days[0] ?? null,
    daysLateWorst3m: highest(days, 3),
    daysLateWorst6m: highest(days, 6),
    daysLateWorst24m: highest(days, 24),
    daysLateTotal6m: total(days, 6),
    monthsLate6m: countWhere(days, 6, isLate),
    monthsLate24m: countWhere(days, 24, isLate),
    monthsLate30Days6m: countWhere(days, 6, is30DaysLate),
    monthsLate30Days24m: countWhere(days, 24, is30DaysLate),
    monthsSinceLate: monthsSince(days, isLate),
    monthsSinceLate30Days: monthsSince(days, is30DaysLate),
  }
}

function monthsSince(days: readonly Cell[], happened: (value: number) => boolean): Cell {
  const distance = days.findIndex((value) => value !== null && happened(value))
  if (distance !== -1) return distance
  return days.some((value) => value !== null) ? never : null
}

function usageFeatures(usage: UsageByMonth) {
  const { utilisation, payment, orderlyUse } = usage
  return {
    utilisationNow: drawn(utilisation[0] ?? null),
    utilisationMean3m: drawn(mean(utilisation, 3)),
    utilisationMean6m: drawn(mean(utilisation, 6)),
    utilisationHighest6m: drawn(highest(utilisation, 6)),
    paymentRatio1m: paymentRatio(usage, 1),
    paymentRatio3m: paymentRatio(usage, 3),
    monthsUnpaid6m: countPayments(usage, (paid, due) => due > 0 && paid * 100 < due),
    monthsPaidInFull6m: monthsPaidInFull(usage),
    monthsOrderlyUse2m: total(orderlyUse, 2),
    monthsOrderlyUse6m: total(orderlyUse, 6),
    monthsIdle6m: monthsIdle(usage),
    paymentNow: payment[0] ?? null,
    paymentMean3m: mean(payment, 3),
    paymentMean6m: mean(payment, 6),
    paymentLowest6m: lowest(payment, 6),
    creditLimit: usage.limit,
  }
}

function drawn(utilisation: Cell): Cell {
  return utilisation === 0 ? notDrawn : utilisation
}

/** Payments of the window in basis points of what was due, at most twice the whole. */
function paymentRatio(usage: UsageByMonth, months: number): Cell {
  const known = paymentsAgainstDue(usage, months).filter((month) => month !== null)
  if (known.length === 0) return null
  const due = known.reduce((sum, month) => sum + month.due, 0)
  if (due === 0) return nothingDue
  const paid = known.reduce((sum, month) => sum + month.paid, 0)
  return Math.min(2 * wholeInBasisPoints, Math.floor((paid * wholeInBasisPoints) / due))
}

function countPayments(
  usage: UsageByMonth,
  isCounted: (paid: number, due: number) => boolean,
): Cell {
  const known = paymentsAgainstDue(usage, 6).filter((month) => month !== null)
  return known.length === 0 ? null : known.filter(({ paid, due }) => isCounted(paid, due)).length
}

function monthsPaidInFull(usage: UsageByMonth): Cell {
  if (countPayments(usage, (_, due) => due > 0) === 0) return nothingDue
  return countPayments(usage, (paid, due) => due > 0 && paid >= due)
}

/** Months without a balance and without a payment. */
function monthsIdle({ balance, payment }: UsageByMonth): Cell {
  if (knownIn(balance, 6).length === 0) return null
  return balance.slice(0, 6).filter((owed, at) => owed === 0 && (payment[at] ?? 0) === 0).length
}

function depthFeatures({ lines, anchorMonth }: TradelineView) {
  const opened = lines
    .map(({ tradeline }) => tradeline.dateOpened)
    .filter((date) => date !== null)
    .map((date) => Math.max(0, anchorMonth - monthNumber(date)))
  return {
    linesOpen: lines.filter(({ tradeline }) => isOpen(tradeline.dateClosed, anchorMonth)).length,
    linesEver: lines.length,
    monthsReported: Math.max(...lines.map(({ months }) => months.filter(Boolean).length)),
    monthsSinceOpened: opened.length === 0 ? null : Math.max(...opened),
  }
}

function isOpen(dateClosed: string | null | undefined, anchorMonth: number): boolean {
  return typeof dateClosed !== 'string' || monthNumber(dateClosed) > anchorMonth
}
