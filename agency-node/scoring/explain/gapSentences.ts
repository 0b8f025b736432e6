import { allAccountsWords } from './accountWords.ts'
import type { FileFacts, MonthFacts } from './facts.ts'
import { monthsSeenBy } from './featureWindows.ts'
import { monthWords } from './monthWords.ts'
import { isOwing, monthsOf } from './useSentences.ts'

const little = 'That tells this model little about how you repay.'

/** Of a code: what did not happen in the months that the feature looks at. Null where the file does not bear it out. */
export function didNotOccurSentence({ recent }: FileFacts, feature: string): string | null {
  const months = recent.slice(0, monthsSeenBy(feature))
  if (feature.startsWith('utilisation')) {
    const known = months.filter(({ share }) => share !== null)
    const isUnused = known.length > 0 && known.every(({ share }) => share === 0)
    return isUnused ? `Your statements showed no balance in ${monthsOf(known)}. ${little}` : null
  }
  if (/^(paymentRatio|monthsPaidInFull)/.test(feature)) {
    const known = months.filter(isPaymentKnown)
    const isQuiet = known.length > 0 && !known.some(isOwing)
    return isQuiet ? `Nothing was due in ${monthsOf(known)}. ${little}` : null
  }
  return null
}

function isPaymentKnown({ paid, due }: MonthFacts): boolean {
  return paid !== null && due !== null
}

/** `whose`: "your credit card", or "your accounts". */
const subjects: readonly [RegExp, (whose: string, isOne: boolean) => string][] = [
  [/late/i, () => 'whether your payments were on time'],
  [/^utilisation/, () => 'how much of a credit limit you used'],
  [/^(payment|monthsUnpaid|monthsPaidInFull)/, () => 'what you paid, or what was due'],
  [/^monthsOrderlyUse/, (whose) => `how you used ${whose}`],
  [/^monthsIdle/, (whose) => `what was owed on ${whose}`],
  [/^creditLimit/, () => 'what your credit limit is'],
  [/^monthsSinceOpened/, (whose, isOne) => `when ${whose} ${isOne ? 'was' : 'were'} opened`],
]

/** Of a gap: what the file does not say. */
export function missingSentence(facts: FileFacts, feature: string): string {
  const { accounts, lastMonth } = facts
  const subject = subjects.find(([pattern]) => pattern.test(feature))?.[1]
  const what = subject?.(allAccountsWords(facts), accounts.length === 1)
  const when = monthsSeenBy(feature) === 1 ? ` in ${monthWords(lastMonth)}` : ''
  return what === undefined
    ? 'Some entries in your file are missing. This may not be your doing.'
    : `Your file does not say ${what}${when}. This may not be your doing; you can ask for it to be completed.`
}
