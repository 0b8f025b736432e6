import { lateness } from '@creditmesh/sdk/wire/records/crosswalk.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { tradelineEvaluator } from './evaluator.ts'

export const negativeBalance = tradelineEvaluator(
  {
    id: 'negative-balance',
    category: 'balance',
    description: 'A balance is negative.',
    fieldsUsed: ['currentBalance', 'paymentHistory.statementBalance'],
    rationale: 'A debt is rarely below nothing; a sign may have been lost or gained.',
    potentialHarm: 'Utilisation is computed from a wrong amount.',
    alternateExplanation:
      'The person paid more than she owed, or a purchase was refunded: a credit balance.',
    severity: 'WARN',
  },
  ({ payload }) => {
    if ((payload.currentBalance ?? 0) < 0) return { field: 'payload.currentBalance' }
    const index = payload.paymentHistory.findIndex((month) => (month.statementBalance ?? 0) < 0)
    return index < 0 ? null : { field: `payload.paymentHistory.${index}.statementBalance` }
  },
)

export const lateWithoutBalance = tradelineEvaluator(
  {
    id: 'late-without-balance',
    category: 'balance',
    description: 'The account is late now although nothing is owed.',
    fieldsUsed: ['paymentHistory'],
    rationale: 'Who owes nothing cannot be late.',
    potentialHarm: 'An adverse mark without a debt.',
    alternateExplanation:
      'The debt was paid within the month, or the status runs behind the balance.',
    severity: 'WARN',
  },
  ({ asOf, payload }) => {
    const latest = payload.paymentHistory[0]
    if (latest === undefined || latest.month !== asOf.slice(0, 7)) return null
    return isLateOnNothing(latest) ? { field: 'payload.paymentHistory.0.bucket' } : null
  },
)

export const lateMonthWithoutBalance = tradelineEvaluator(
  {
    id: 'late-month-without-balance',
    category: 'balance',
    description: 'The account was late in some month although nothing was owed in it.',
    fieldsUsed: ['paymentHistory'],
    rationale: 'Who owes nothing cannot be late.',
    potentialHarm: 'An adverse month without a debt.',
    alternateExplanation:
      'The debt was paid within the month, or the status runs behind the balance.',
    severity: 'WARN',
  },
  ({ payload }) => {
    const index = payload.paymentHistory.findIndex(isLateOnNothing)
    return index < 0 ? null : { field: `payload.paymentHistory.${index}.bucket` }
  },
)

function isLateOnNothing({ bucket, statementBalance }: PaymentMonth): boolean {
  return statementBalance !== undefined && statementBalance <= 0 && (lateness(bucket) ?? 0) > 0
}
