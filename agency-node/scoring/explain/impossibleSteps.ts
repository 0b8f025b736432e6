import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineView } from '../tradelineView.ts'
import { daysRangeOf, rangeWords } from './daysRange.ts'
import { eventOf } from './lateMonths.ts'

/** Two months one after the other that cannot both be as they are listed. */
export interface ImpossibleStep {
  /** Place of the account in `FileFacts.accounts`. */
  readonly account: number
  /** `YYYY-MM`. */
  readonly from: string
  readonly to: string
  /** In words that can follow "as": "on time", "30 to 59 days late". */
  readonly before: string
  readonly after: string
  /** A delay that shrank though nothing was paid in either; else one that grew by more than the month between. */
  readonly isFall: boolean
}

/** Days by which a delay can grow from one month to the next. */
const longestMonth = 31

/** Newest first, by account. What became of a lost debt is no step: it may be sold or settled. */
export function impossibleStepsOf({ lines }: TradelineView): ImpossibleStep[] {
  return lines.flatMap(({ months }, account) =>
    months.flatMap((entry, at) => {
      const before = months[at + 1]
      const step =
        entry === undefined || before === undefined ? null : impossibleStep(before, entry)
      return step === null ? [] : [{ account, ...step }]
    }),
  )
}

/** Only where it is so at any day that the two may mean. */
function impossibleStep(
  before: PaymentMonth,
  after: PaymentMonth,
): Omit<ImpossibleStep, 'account'> | null {
  const [was, is] = [daysRangeOf(before), daysRangeOf(after)]
  if (was === null || is === null || eventOf(before) || eventOf(after)) return null
  // What was paid after the first listing of a month may show in the next one.
  const isUnpaid = before.paymentAmount === 0 && after.paymentAmount === 0
  const isFall = is.most < was.least && isUnpaid
  if (!isFall && is.least - was.most <= longestMonth) return null
  return {
    from: before.month,
    to: after.month,
    before: rangeWords(was, before.daysPastDueEstimated === true),
    after: rangeWords(is, after.daysPastDueEstimated === true),
    isFall,
  }
}
