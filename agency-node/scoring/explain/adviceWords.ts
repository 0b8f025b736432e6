import type { Advice } from './advice.ts'
import type { Standing } from './adviceStanding.ts'
import { isAbove, littleUse, type Way } from './adviceWays.ts'
import type { Present } from './futures.ts'
import type { Account } from './futuresAccount.ts'
import { moneyWords } from './moneyWords.ts'
import { monthWords } from './monthWords.ts'

interface Told {
  readonly months: number
  readonly score: number
  readonly lasting: number
  readonly present: Present
  readonly currency: string
}

/** One plan, said to the person. Every number in it was simulated. */
export function planText(way: Way, told: Told): string {
  const { months, score, lasting } = told
  const later = lasting < score ? ` Later it may fall back to about ${lasting}.` : ''
  const promise = `After these ${months} months your score would be about ${score} or more, if nothing else changes.${later} This is no promise of credit.`
  return [...overdueWords(told), ...deedWords(way, told), ...useWords(way, told), promise].join(' ')
}

function overdueWords({ present, currency }: Told): string[] {
  const late = present.accounts.filter(({ isLate }) => isLate)
  if (late.length === 0) return []
  const [only] = late
  const sum = late.length === 1 ? (only?.overdue ?? 0) : 0
  const amount = sum > 0 ? moneyWords(sum, currency) : 'your bank tells you how much'
  return [`First pay what is overdue (${amount}).`]
}

function deedWords(way: Way, told: Told): string[] {
  const { months } = told
  if (way.name === 'onTime') {
    const then = told.present.accounts.some(({ isLate }) => isLate) ? 'Then make' : 'Make'
    return [`${then} every payment by its due date for ${months} months.`]
  }
  if (way.name === 'payInFull') {
    const limited =
      way.use === 'any' ? `, and spend no more on your ${accounts(told)} than now` : ''
    return [
      `Pay every statement in full and by its due date for ${months} months${limited}.`,
      'Do not borrow elsewhere for it.',
    ]
  }
  return [
    `Bring what you owe down to ${most(way, told)} or less and keep it there for ${months} months, paying on time.`,
    'Do not borrow elsewhere for it.',
  ]
}

function useWords({ use, name }: Way, told: Told): string[] {
  if (use === 'any') return []
  if (use === 'asNow') {
    if (name === 'onTime') return ['Nothing else needs to change.']
    return [`Go on using your ${accounts(told)} as you do now.`]
  }
  return [
    `Go on using your ${accounts(told)} a little, for ${little(told)} a month, for example for your groceries: an unused account tells us little.`,
  ]
}

function little({ present, currency }: Told): string {
  const used = cardsOf(present).filter((card) => littleUse(card) !== null)
  const [least, most] = (used.length === 1 && littleUse(used[0] as Account)) || [null, null]
  if (least === null) return 'between 1 % and 10 % of its limit'
  return `about ${moneyWords(least, currency)} to ${moneyWords(most, currency)}`
}

function most({ share = 0 }: Way, { present, currency }: Told): string {
  const above = cardsOf(present).filter((card) => isAbove(card, share))
  const percent = `${share * 100} %`
  if (above.length !== 1) return `${percent} of the limit of each account`
  const amount = Math.floor(share * ((above[0] as Account).limit ?? 0))
  return `${moneyWords(amount, currency)} (${percent} of your limit)`
}

function cardsOf({ accounts }: Present): Account[] {
  return accounts.filter(({ kind }) => kind === 'card')
}

function accounts({ present }: Told): string {
  return cardsOf(present).length === 1 ? 'account' : 'accounts'
}

type Facts = Omit<Advice, 'text'> & { readonly standing: Standing }

/** What stands above the plans, or in their place. */
export function adviceText(facts: Facts): string {
  return [...ageingWords(facts), ...headline(facts)].join(' ')
}

function ageingWords({ ageing, score }: Facts): string[] {
  if (ageing === null) return []
  const { isOnlyOne, lateMonth, endsInMonth } = ageing
  const month = monthWords(lateMonth)
  const until = monthWords(endsInMonth)
  const what = isOnlyOne
    ? `Your late payment of ${month} stops counting`
    : `Your late payments, the last of ${month}, stop counting`
  if (ageing.score === null) return [`${what} once your records reach ${until}.`]
  return [
    `${what} once your records reach ${until}; with every payment made on time until then and nothing else changed, your score would be about ${ageing.score} or more (now ${score}).`,
  ]
}

const noLoan = 'Do not borrow only to raise a score.'

function headline({ outcome, score, target, plans, standing }: Facts): string[] {
  const goal = target === null ? '' : `${target.score} (${target.name})`
  const [plan] = plans
  if (outcome === 'none_needed') {
    const best = target === null ? ['Your score is in the best band.'] : []
    return ['You are doing well; nothing needs to change.', ...best]
  }
  if (outcome === 'plans') {
    return standing === 'well'
      ? [`You are doing well; nothing needs to change. If you wish to reach ${goal}:`]
      : [`To reach ${goal}:`]
  }
  if (outcome === 'too_little_history') {
    const time = plan?.name === 'onTime' ? ['Time with payments made on time adds to it:'] : []
    const other =
      plan === undefined ? [`No step that we tried would surely change it. ${noLoan}`] : []
    return ['There is too little history in your file yet; this is not a fault.', ...time, ...other]
  }
  if (plan !== undefined) {
    const lift = `This alone lifts your score from ${score} to about ${plan.score}`
    const isShort = target === null || plan.score < target.score
    const reach = isShort
      ? `${goal} is not in reach within two years of records by anything that we tried:`
      : 'it may not stay there:'
    return [`${lift}; ${reach}`]
  }
  if (standing === 'good') return ['You are doing well otherwise; nothing else needs to change.']
  return [
    `Nothing that we tried would surely lift your score to ${goal} within two years of records. ${noLoan}`,
  ]
}
