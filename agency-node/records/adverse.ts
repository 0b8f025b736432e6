import { lateness } from '@creditmesh/sdk/wire/records/crosswalk.ts'
import type { PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import type { TradelineRecord, UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { lastDayOf } from './calendar.ts'

const lossBuckets: ReadonlySet<PaymentBucket> = new Set([
  'COLLECTION',
  'TERMINATED_UNPAID',
  'CHARGE_OFF',
  'GUARANTOR_PAID',
  'ASSET_SETTLED',
  'FORECLOSED',
  'SURRENDERED',
  'REPOSSESSED',
])

/** True of a month at least `fromLateness` buckets late (1 = day 1, 2 = day 30), or one that ended in a loss. */
export function isAdverseBucket(bucket: PaymentBucket, fromLateness: number): boolean {
  return lossBuckets.has(bucket) || (lateness(bucket) ?? 0) >= fromLateness
}

/** True of a record that tells something against the person. */
export function isAdverse(record: UcrRecord, fromLateness: number): boolean {
  if (record.category === 'publicRecord') return true
  if (record.category === 'postpaid') {
    const { currentStatus, last24Months } = record.payload
    return currentStatus === 'ARREARS' || last24Months.includes('ARREARS')
  }
  if (record.category === 'relatedDuty') {
    const { paymentStatus, overdueMonths } = record.payload
    return (
      (overdueMonths ?? 0) > 0 ||
      (paymentStatus !== null && isAdverseBucket(paymentStatus, fromLateness))
    )
  }
  return record.category === 'tradeline' && isAdverseTradeline(record, fromLateness)
}

function isAdverseTradeline({ payload }: TradelineRecord, fromLateness: number): boolean {
  return (
    payload.paymentHistory.some((month) => isAdverseBucket(month.bucket, fromLateness)) ||
    !['CURRENT', 'PAID', 'TRANSFERRED', 'DPD_1_29'].includes(payload.accountStatus) ||
    (payload.accountStatus === 'DPD_1_29' && fromLateness <= 1)
  )
}

/** The day on which adverse behaviour ended: the end of the last adverse month, once the account is in order. */
export function adverseEnd(record: UcrRecord, fromLateness: number): string | null {
  if (record.category === 'publicRecord') return record.payload.resolvedDate ?? null
  if (record.category === 'postpaid') {
    return record.payload.currentStatus === 'NORMAL' ? record.asOf : null
  }
  if (record.category !== 'tradeline') return null
  const { accountStatus, dateClosed, paymentHistory } = record.payload
  const isPaid = accountStatus === 'PAID' || accountStatus.startsWith('PAID_WAS_')
  if (isPaid) return dateClosed ?? record.asOf
  if (accountStatus !== 'CURRENT') return null
  const last = paymentHistory.find((month) => isAdverseBucket(month.bucket, fromLateness))
  return last === undefined ? null : lastDayOf(last.month)
}
