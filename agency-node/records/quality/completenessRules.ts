import { tradelineEvaluator } from './evaluator.ts'

const expected = ['dateOpened', 'creditLimit', 'currentBalance', 'amountPastDue'] as const

export const missingValue = tradelineEvaluator(
  {
    id: 'missing-value',
    category: 'completeness',
    description: 'The source does not know a field that a reader expects.',
    fieldsUsed: expected,
    rationale: 'A reader should see that a value is unknown rather than take a default for it.',
    potentialHarm: 'A thin file is judged as if it were complete.',
    alternateExplanation: 'The source never collected it.',
    severity: 'WARN',
  },
  ({ payload }) => {
    const field = expected.find((name) => payload[name] === null)
    return field === undefined ? null : { field: `payload.${field}` }
  },
)
