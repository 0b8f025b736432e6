import { lateness } from '@creditmesh/sdk/wire/records/crosswalk.ts'
import type { AccountStatus, PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import { tradelineEvaluator } from './evaluator.ts'

export const currentButPastDue = tradelineEvaluator(
  {
    id: 'current-but-past-due',
    category: 'status',
    description: 'The account is current and yet an amount is past due.',
    fieldsUsed: ['accountStatus', 'amountPastDue'],
    rationale: 'Past due is 0 when current.',
    potentialHarm: 'The person seems to be in arrears.',
    alternateExplanation: 'A fee charged after the statement.',
    severity: 'ERROR',
  },
  ({ payload }) =>
    payload.accountStatus === 'CURRENT' && (payload.amountPastDue ?? 0) > 0
      ? { field: 'payload.amountPastDue' }
      : null,
)

// Metro 2: 61-65, 71, 78-84, 88, 89, 93-97.
const delinquentStatuses: ReadonlySet<AccountStatus> = new Set([
  'DPD_30_59',
  'DPD_60_89',
  'DPD_90_119',
  'DPD_120_149',
  'DPD_150_179',
  'DPD_180_PLUS',
  'COLLECTION',
  'CHARGE_OFF',
  'GOVERNMENT_CLAIM',
  'DEED_IN_LIEU',
  'FORECLOSED',
  'SURRENDERED',
  'REPOSSESSED',
  'PAID_WAS_SURRENDERED',
  'PAID_WAS_COLLECTION',
  'PAID_WAS_REPOSSESSED',
  'PAID_WAS_CHARGE_OFF',
  'PAID_WAS_FORECLOSED',
])

export const missingFirstDelinquency = tradelineEvaluator(
  {
    id: 'delinquent-without-first-delinquency',
    category: 'status',
    description: 'A delinquent account does not say when the delinquency began.',
    fieldsUsed: ['accountStatus', 'dateFirstDelinquency'],
    rationale: 'The date starts the clock after which the item must go.',
    potentialHarm: 'The item may stay in the file longer than the law allows.',
    alternateExplanation:
      'It began before the source kept history; then the date is null and this only warns.',
    severity: 'ERROR',
  },
  ({ payload }) => {
    if (!delinquentStatuses.has(payload.accountStatus) || payload.dateFirstDelinquency) return null
    const field = 'payload.dateFirstDelinquency'
    return payload.dateFirstDelinquency === null ? { field, severity: 'WARN' } : { field }
  },
)

// Metro 2: 05, 13, 65, 88, 89, 94, 95.
const ratedStatuses: ReadonlySet<AccountStatus> = new Set([
  'TRANSFERRED',
  'PAID',
  'PAID_WAS_FORECLOSED',
  'GOVERNMENT_CLAIM',
  'DEED_IN_LIEU',
  'FORECLOSED',
  'SURRENDERED',
])

export const ratingForWrongStatus = tradelineEvaluator(
  {
    id: 'rating-for-wrong-status',
    category: 'status',
    description:
      'A payment rating stands beside a status that already says how the account is paid.',
    fieldsUsed: ['accountStatus', 'paymentRating'],
    rationale: 'Two statements about the same thing can contradict each other.',
    potentialHarm: 'A closed account may be read as late, or a late one as paid.',
    alternateExplanation: 'The status changed and the rating was left behind.',
    severity: 'ERROR',
  },
  ({ payload }) =>
    payload.paymentRating !== undefined && !ratedStatuses.has(payload.accountStatus)
      ? { field: 'payload.paymentRating' }
      : null,
)

export const chargeOffWithoutAmount = tradelineEvaluator(
  {
    id: 'charge-off-without-amount',
    category: 'status',
    description: 'A charged-off account does not say how much was charged off.',
    fieldsUsed: ['accountStatus', 'originalChargeOffAmount'],
    rationale: 'The amount tells a small slip from a large loss, and later payments from new debt.',
    potentialHarm: 'The loss is over- or understated.',
    alternateExplanation:
      'The debt was bought without its papers; then the amount is null and this only warns.',
    severity: 'ERROR',
  },
  ({ payload }) => {
    const isChargedOff =
      payload.accountStatus === 'CHARGE_OFF' || payload.accountStatus === 'PAID_WAS_CHARGE_OFF'
    if (!isChargedOff || typeof payload.originalChargeOffAmount === 'number') return null
    const field = 'payload.originalChargeOffAmount'
    return payload.originalChargeOffAmount === null ? { field, severity: 'WARN' } : { field }
  },
)

export const historyAgainstStatus = tradelineEvaluator(
  {
    id: 'history-not-matching-status',
    category: 'status',
    description: 'The month of the report says one thing, the account status another.',
    fieldsUsed: ['accountStatus', 'paymentHistory', 'asOf'],
    rationale: 'Both describe the same day.',
    potentialHarm: 'Readers of the status and readers of the history judge the person differently.',
    alternateExplanation:
      'The status was updated within the month, after its line of history was written.',
    severity: 'ERROR',
  },
  ({ asOf, payload }) => {
    const latest = payload.paymentHistory[0]
    if (latest === undefined || latest.month !== asOf.slice(0, 7)) return null
    return agrees(latest.bucket, payload.accountStatus) ? null : { field: 'payload.accountStatus' }
  },
)

function agrees(bucket: PaymentBucket, status: AccountStatus): boolean {
  const late = lateness(bucket)
  if (late === null) return true // a month without a count of days contradicts nothing
  if (status === 'CURRENT') return late === 0
  if (status.startsWith('DPD_')) return status === bucket
  return true // closed, sold or recovered accounts keep the history they had
}
