import type { PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { daysPastDue, isListedLate } from '../lateness.ts'
import type { TradelineView } from '../tradelineView.ts'

/** A month in which an account is listed as late. */
export interface LateMonth {
  /** `YYYY-MM`. */
  readonly month: string
  /** Place of the account in `FileFacts.accounts`. */
  readonly account: number
  /** How late, in words that can follow "was": "30 to 59 days late", "written off". */
  readonly lateness: string
  /** Whether the words name what became of the debt, rather than days. */
  readonly isEvent: boolean
  /** Days that the score counted; 0 where the month was not counted. */
  readonly days: number
  readonly isCounted: boolean
  /** Of a month that was not counted: nothing was owed, or the source itself states no day past due. */
  readonly isNothingOwed: boolean
}

/** Newest first; of one month in the order of the accounts. Counted is what the features count (lateness.ts). */
export function lateMonthsOf({ lines }: TradelineView): LateMonth[] {
  const late = lines.flatMap(({ months }, account) =>
    months.flatMap((entry) => {
      if (entry === undefined || !isListedLate(entry)) return []
      const days = daysPastDue(entry) ?? 0
      const { month, bucket } = entry
      const lateness = latenessWords(entry, days)
      const isNothingOwed = entry.statementBalance !== undefined && entry.statementBalance <= 0
      const counting = { days, isCounted: days > 0, isNothingOwed }
      return [{ month, account, lateness, isEvent: bucket in events, ...counting }]
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

function latenessWords(
  { bucket, daysPastDue: stated, daysPastDueEstimated: isEstimated }: PaymentMonth,
  days: number,
): string {
  const event = events[bucket]
  if (event !== undefined) return event
  if (stated !== null && stated > 0 && isEstimated !== true) {
    return `${stated} ${stated === 1 ? 'day' : 'days'} late`
  }
  return `${rangeOf(Math.max(days, stated ?? 0), bucket)} days late`
}

/** Where the source gave months, the thirty days that an estimate is the middle of. */
function rangeOf(days: number, bucket: PaymentBucket): string {
  if (bucket === 'DPD_1_29' || (days > 0 && days < 30)) return '1 to 29'
  if (days >= 180 || bucket === 'DPD_180_PLUS') return '180 or more'
  const least = days > 0 ? Math.floor(days / 30) * 30 : Number(bucket.split('_')[1])
  return `${least} to ${least + 29}`
}
