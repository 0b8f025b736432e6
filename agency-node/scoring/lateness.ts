import type { PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import { type TradelineView, viewMonths } from './tradelineView.ts'

/** Days at which a debt counts as lost; its counter of days may have stopped. */
const lostDays = 180

/** Days past due that a bucket stands for when the record does not say; null = the month tells nothing. */
const bucketDays: Readonly<Record<PaymentBucket, number | null>> = {
  CURRENT: 0,
  NOT_DUE: 0,
  DPD_1_29: 15,
  DPD_30_59: 45,
  DPD_60_89: 75,
  DPD_90_119: 105,
  DPD_120_149: 135,
  DPD_150_179: 165,
  DPD_180_PLUS: lostDays,
  COLLECTION: lostDays,
  TERMINATED_UNPAID: lostDays,
  CHARGE_OFF: lostDays,
  GUARANTOR_PAID: lostDays,
  ASSET_SETTLED: lostDays,
  SETTLED_CLOSED: 0,
  FORECLOSED: lostDays,
  SURRENDERED: lostDays,
  REPOSSESSED: lostDays,
  BILL_ADJUSTED: 0,
  TOO_NEW_TO_RATE: null,
  NO_DATA_THIS_MONTH: null,
  NO_HISTORY_BEFORE: null,
}

/**
 * Who owes nothing cannot be late, whatever the status says that runs behind the balance (the evaluators
 * `late-without-balance` flag it on import). A lost debt is another matter: it is written down to nothing.
 */
export function daysPastDue({ bucket, daysPastDue: stated, statementBalance }: PaymentMonth): Cell {
  const typical = bucketDays[bucket]
  if (typical === null) return null
  if (typical !== lostDays && statementBalance !== undefined && statementBalance <= 0) return 0
  if (stated === null) return typical
  return typical === lostDays ? Math.max(stated, lostDays) : stated
}

/** Whether the source calls the month late, counted or not. */
export function isListedLate({ bucket, daysPastDue: stated }: PaymentMonth): boolean {
  const typical = bucketDays[bucket]
  return typical !== null && (typical > 0 || (stated ?? 0) > 0)
}

/** Worst days past due over all lines, by months before the anchor; null where no line tells. */
export function daysLateByMonth({ lines }: TradelineView): Cell[] {
  const worst: Cell[] = new Array(viewMonths).fill(null)
  for (const { months } of lines) {
    months.forEach((entry, distance) => {
      const days = entry === undefined ? null : daysPastDue(entry)
      if (days !== null) worst[distance] = Math.max(worst[distance] ?? 0, days)
    })
  }
  return worst
}
