import type { SafeStep } from '../analysis/duties/whatWouldChange.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import { featureNames, never, nothingDue } from './featureCatalogue.ts'
import { viewMonths } from './tradelineView.ts'
import { wholeInBasisPoints } from './usage.ts'

/** A step with the words for it, said to the person. */
export interface AdvisedStep extends SafeStep {
  readonly text: string
}

/** The step of paying on time. */
export const onTime = 'payOnTime'

/**
 * All that anybody is ever advised to do. Nothing here makes anybody carry a balance, owe more, open an account or ask for a
 * higher limit; amounts of payments stay as they are, since they depend on what is owed.
 */
export function safeSteps(values: readonly Cell[]): AdvisedStep[] {
  const isOverdue = isLateNow(values)
  return [
    ...[3, 6, 12, 24].map((months) => payOnTime(months, isOverdue)),
    ...[0.5, 0.3, 0.1].map(useAtMost),
    payHalf,
    payInFull,
  ]
}

export function isLateNow(values: readonly Cell[]): boolean {
  return (values[featureNames.indexOf('daysLateNow')] ?? 0) > 0
}

function payOnTime(months: number, isOverdue: boolean): AdvisedStep {
  const cleared = (window: number) => (value: number) => (months >= window ? 0 : value)
  const longerAgo = (value: number) =>
    value === never || value + months >= viewMonths ? never : value + months
  const first = isOverdue ? 'Pay what is overdue, then make' : 'Make'
  return {
    name: onTime,
    months,
    text: `${first} every payment by its due date for ${months} months.`,
    after: moving({
      daysLateNow: cleared(1),
      daysLateWorst3m: cleared(3),
      daysLateWorst6m: cleared(6),
      daysLateWorst24m: cleared(24),
      daysLateTotal6m: cleared(6),
      monthsLate6m: cleared(6),
      monthsLate24m: cleared(24),
      monthsLate30Days6m: cleared(6),
      monthsLate30Days24m: cleared(24),
      monthsUnpaid6m: cleared(6),
      monthsSinceLate: longerAgo,
      monthsSinceLate30Days: longerAgo,
    }),
  }
}

function useAtMost(share: number): AdvisedStep {
  const lowered = (value: number) => Math.min(value, share * wholeInBasisPoints)
  return {
    name: 'useLess',
    months: 6,
    text: `Pay your balances down to ${share * 100} % of your credit limits or less, and keep them there for six months.`,
    after: moving({
      utilisationNow: lowered,
      utilisationMean3m: lowered,
      utilisationMean6m: lowered,
      utilisationHighest6m: lowered,
    }),
  }
}

const atLeast = (share: number) => (value: number) =>
  value === nothingDue ? value : Math.max(value, share * wholeInBasisPoints)

const payHalf: AdvisedStep = {
  name: 'payMore',
  months: 6,
  text: 'Pay at least half of each statement for six months. Do not borrow elsewhere for it.',
  after: moving({
    paymentRatio1m: atLeast(0.5),
    paymentRatio3m: atLeast(0.5),
    monthsUnpaid6m: () => 0,
  }),
}

/** Who pays in full no longer repays in parts, which a model may hold against her: then it is not advised. */
const payInFull: AdvisedStep = {
  name: 'payMore',
  months: 6,
  text: 'Pay each statement in full for six months. Do not borrow elsewhere for it.',
  after: moving({
    paymentRatio1m: atLeast(1),
    paymentRatio3m: atLeast(1),
    monthsPaidInFull6m: (value) => (value === nothingDue ? value : 6),
    monthsUnpaid6m: () => 0,
    monthsOrderlyUse2m: () => 0,
    monthsOrderlyUse6m: () => 0,
  }),
}

/** Moves the values of these features; a gap stays one. */
function moving(moves: Readonly<Record<string, (value: number) => number>>): SafeStep['after'] {
  const byPlace = featureNames.map((name) => moves[name])
  return (values) =>
    values.map((value, at) => (value === null ? null : (byPlace[at]?.(value) ?? value)))
}
