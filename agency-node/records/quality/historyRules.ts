import { lateness } from '@creditmesh/sdk/wire/records/crosswalk.ts'
import { tradelineEvaluator } from './evaluator.ts'

export const gapInsideHistory = tradelineEvaluator(
  {
    id: 'no-history-inside-history',
    category: 'history',
    description: '"No history before this month" stands between months that have history.',
    fieldsUsed: ['paymentHistory'],
    rationale: 'The mark may only end the history; a month without data has a mark of its own.',
    potentialHarm: 'Months are dropped from, or counted twice in, the length of the history.',
    alternateExplanation: 'An account that was moved between systems.',
    severity: 'ERROR',
  },
  ({ payload }) => {
    const first = payload.paymentHistory.findIndex((m) => m.bucket === 'NO_HISTORY_BEFORE')
    if (first < 0) return null
    const isEnd = payload.paymentHistory
      .slice(first)
      .every((month) => month.bucket === 'NO_HISTORY_BEFORE')
    return isEnd ? null : { field: `payload.paymentHistory.${first}.bucket` }
  },
)

export const historyJump = tradelineEvaluator(
  {
    id: 'history-jump',
    category: 'history',
    description: 'From one month to the next the account became later by more than one bucket.',
    fieldsUsed: ['paymentHistory'],
    rationale: 'Thirty days cannot add more than thirty days past due.',
    potentialHarm: 'A short delay may be shown as a long one.',
    alternateExplanation:
      'The source counts in payments missed, or skips the first month of a delay.',
    severity: 'WARN',
  },
  ({ payload: { paymentHistory } }) => {
    for (let i = 0; i + 1 < paymentHistory.length; i += 1) {
      const now = paymentHistory[i]
      const before = paymentHistory[i + 1]
      if (now === undefined || before === undefined || !isNextMonth(before.month, now.month))
        continue
      const rise = (lateness(now.bucket) ?? 0) - (lateness(before.bucket) ?? 0)
      const known = lateness(now.bucket) !== null && lateness(before.bucket) !== null
      if (known && rise > 1) return { field: `payload.paymentHistory.${i}.bucket` }
    }
    return null
  },
)

function isNextMonth(earlier: string, later: string): boolean {
  return monthNumber(later) - monthNumber(earlier) === 1
}

function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
}
