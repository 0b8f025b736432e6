import type { PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { daysPastDue, isListedLate } from '../lateness.ts'
import type { TradelineView } from '../tradelineView.ts'
import { rangeWords, thirtyDaysAround } from './daysRange.ts'

/** A month in which an account is listed as late. */
export interface LateMonth {
  /** `YYYY-MM`. */
  readonly month: string
  /** Place of the account in `FileFacts.accounts`. */
  readonly account: number
  /** How late, in words that can follow "was": "30 to 59 days late", "about one to two months late", "written off". */
  readonly lateness: string
  /** Whether the words name what became of the debt, rather than days. */
  readonly isEvent: boolean
  /** Days that the score counted; 0 where the month was not counted. */
  readonly days: number
  readonly isCounted: boolean
  /** Of a month that was not counted: nothing was owed, or the source itself states no day past due. */
  readonly isNothingOwed: boolean
  /** Something was paid, less than the statement before showed, and what was late stayed late. */
  readonly isPaidInVain: boolean
}

/** Newest first; of one month in the order of the accounts. Counted is what the features count (lateness.ts). */
export function lateMonthsOf({ lines }: TradelineView): LateMonth[] {
  const late = lines.flatMap(({ months }, account) =>
    months.flatMap((entry, at) => {
      if (entry === undefined || !isListedLate(entry)) return []
      const days = daysPastDue(entry) ?? 0
      const { month } = entry
      const lateness = latenessWords(entry, days)
      const isNothingOwed = entry.statementBalance !== undefined && entry.statementBalance <= 0
      const counting = { days, isCounted: days > 0, isNothingOwed }
      const isEvent = eventOf(entry) !== undefined
      const isPaidInVain = days > 0 && !isEvent && isPaidWhileLate(entry, months[at + 1])
      return [{ month, account, lateness, isEvent, ...counting, isPaidInVain }]
    }),
  )
  return late.sort((a, b) => (a.month < b.month ? 1 : a.month > b.month ? -1 : 0))
}

const events: Partial<Record<PaymentBucket, string>> = {
  COLLECTION: 'in collection',
  TERMINATED_UNPAID: 'ended without being paid',
  CHARGE_OFF: 'written off',
  GUARANTOR_PAID: 'paid by a guarantor',
  ASSET_SETTLED: 'settled with assets',
  FORECLOSED: 'foreclosed',
  SURRENDERED: 'surrendered',
  REPOSSESSED: 'repossessed',
}

/** What became of a debt, where the bucket names that rather than days. */
export function eventOf({ bucket }: PaymentMonth): string | undefined {
  return events[bucket]
}

function latenessWords(entry: PaymentMonth, days: number): string {
  const { bucket, daysPastDue: stated, daysPastDueEstimated } = entry
  const event = eventOf(entry)
  if (event !== undefined) return event
  const isEstimated = daysPastDueEstimated === true
  if (stated !== null && stated > 0 && !isEstimated) {
    return rangeWords({ least: stated, most: stated }, false)
  }
  const least = Math.max(days, stated ?? 0, leastOf(bucket))
  return rangeWords(thirtyDaysAround(least), isEstimated)
}

/** Of `DPD_30_59` 30. A month that was not counted has no days of its own. */
function leastOf(bucket: PaymentBucket): number {
  const [kind, days] = bucket.split('_')
  return kind === 'DPD' ? Number(days) : 0
}

function isPaidWhileLate({ paymentAmount }: PaymentMonth, before: PaymentMonth | undefined) {
  if (before === undefined || (daysPastDue(before) ?? 0) === 0) return false
  const due = before.statementBalance
  return (
    paymentAmount !== undefined && due !== undefined && paymentAmount > 0 && paymentAmount < due
  )
}
