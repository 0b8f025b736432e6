import type { Possible } from '../../analysis/duties/whatWouldChange.ts'
import type { Advice, Target } from './advice.ts'
import { cutOffName, type Standing } from './adviceStanding.ts'
import { littleUse, type Way } from './adviceWays.ts'
import type { Present } from './futures.ts'
import type { Account } from './futuresAccount.ts'
import { moneyWords } from './moneyWords.ts'
import { monthWords } from './monthWords.ts'

interface Told {
  readonly months: number
  readonly score: number
  readonly lasting: number
  readonly present: Present
  /** Of the model. */
  readonly currency: string
}

/** One plan, said to the person. Every number in it was simulated. */
export function planText(way: Way, told: Told): string {
  const { months, score, lasting } = told
  const later = lasting < score ? ` Later it may fall back to about ${lasting}.` : ''
  const promise = `After these ${months} months your score would be about ${score} or more, if nothing else changes.${later}`
  return [...overdueWords(told), ...deedWords(way, told), ...useWords(way, told), promise].join(' ')
}

function overdueWords({ present, currency }: Told): string[] {
  const late = present.accounts.filter(({ isLate }) => isLate)
  if (late.length === 0) return []
  const isKnown = late.every((account) => account.overdue && currencyOf(account) === currency)
  const sum = late.reduce((all, { overdue }) => all + (overdue ?? 0), 0)
  const amount = isKnown ? moneyWords(sum, currency) : 'your bank tells you how much'
  return [`First pay what is overdue (${amount}).`]
}

function currencyOf({ record }: Account): string {
  return record.payload.currency
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
    return name === 'onTime'
      ? [`This holds if you otherwise use your ${accounts(told)} as you do now.`]
      : [`Go on using your ${accounts(told)} as you do now.`]
  }
  const first = name === 'onTime' ? 'You may pay off what you owe; but go' : 'Go'
  return [
    `${first} on using your ${accounts(told)} a little, for ${little(told)} a month, for example for your groceries: an unused account tells us little.`,
  ]
}

function little({ present }: Told): string {
  const [card, ...others] = cardsOf(present)
  const range = card === undefined || others.length > 0 ? null : littleUse(card)
  if (card === undefined || range === null) return 'between 1 % and 10 % of each limit'
  const [least, most] = range.map((amount) => moneyWords(amount, currencyOf(card)))
  return `about ${least} to ${most}`
}

function most({ share = 0 }: Way, { present }: Told): string {
  const [card, ...others] = cardsOf(present)
  const percent = `${share * 100} %`
  if (card === undefined || others.length > 0) return `${percent} of the limit of each account`
  const amount = Math.floor(share * (card.limit ?? 0))
  return `${moneyWords(amount, currencyOf(card))} (${percent} of your limit)`
}

function cardsOf({ accounts }: Present): Account[] {
  return accounts.filter(({ kind }) => kind === 'card')
}

function accounts({ present }: Told): string {
  return cardsOf(present).length === 1 ? 'account' : 'accounts'
}

interface Facts extends Omit<Advice, 'text'> {
  readonly standing: Standing
  readonly isOverdue: boolean
  readonly possible: readonly Possible[]
}

/** What stands above the plans, or in their place. */
export function adviceText(facts: Facts): string {
  return [...ageingWords(facts), ...headline(facts)].join(' ')
}

/** Until when each late month counts is told beside its lateness (ageing.ts): here, what that is worth. */
function ageingWords({ ageing, score, plans }: Facts): string[] {
  if (ageing === null) return []
  const { isOnlyOne, lateMonth, endsInMonth } = ageing
  const month = monthWords(lateMonth)
  const until = monthWords(endsInMonth)
  const what = isOnlyOne
    ? `Your late payment of ${month} stops counting`
    : `Your late payments, the last of ${month}, stop counting`
  const isKnown = plans.some((plan) => plan.name === 'onTime' && plan.score >= (ageing.score ?? 0))
  if (ageing.score === null || isKnown) return []
  return [
    `${what} once your records reach ${until}; with every payment made on time until then and nothing else changed, your score would be about ${ageing.score} or more (now ${score}).`,
  ]
}

const noLoan = 'Do not borrow only to raise a score.'
const noPromise = 'this is no promise of credit'

function headline(facts: Facts): string[] {
  const { outcome, target, standing } = facts
  if (outcome === 'plans') {
    const wish = standing === 'well' ? 'If you wish to reach' : 'To reach'
    return [...praise(facts), `${wish} ${goalWords(target)} (${noPromise}):`]
  }
  if (outcome === 'none_needed') {
    const overdue = facts.isOverdue ? [`Pay what is overdue: ${whyToPay}`] : []
    return [
      ...overdue,
      ...praise(facts),
      ...(target === null ? ['There is no better group of scores.'] : []),
    ]
  }
  if (outcome === 'too_little_history') return shortWords(facts)
  return outcome === 'partial' ? partialWords(facts) : outOfReachWords(facts)
}

/** Said of what her records show, not of the score alone. */
function praise({ standing, outcome }: Facts): string[] {
  if (standing === 'well') return ['You are doing well; nothing needs to change.']
  if (standing === 'inFull') {
    return ['You pay every statement in full and on time: you are doing well. Keep to it.']
  }
  if (outcome === 'plans' || outcome === 'partial') return []
  if (standing === 'good') {
    return [
      'Apart from late months, which stop counting with time, you are doing well; nothing else needs to change.',
    ]
  }
  return standing === 'above' ? ['Your score is above the line that we suggest to lenders.'] : []
}

function goalWords(target: Target | null): string {
  if (target === null) return ''
  const isLine = target.name === cutOffName
  return `${target.score}, ${isLine ? 'the line that we suggest to lenders' : 'the next better group of scores'}`
}

const whyToPay = 'as long as it is late, every month adds a late one to your file.'
const within = 'within two years of records'

function shortWords(facts: Facts): string[] {
  const why = 'There is too little history in your file yet; this is not a fault.'
  const [plan] = facts.plans
  if (plan === undefined) return [why, `${noStep(facts)} ${noLoan}`]
  // From then on every month that was simulated is higher than today; before the third none was.
  const isTime = plan.name === 'onTime' && plan.months === 3 && plan.lasting > facts.score
  return [why, isTime ? 'Time with payments made on time adds to it:' : 'This would help:']
}

function partialWords(facts: Facts): string[] {
  const { score, target, plans } = facts
  const reached = plans[0]?.score ?? score
  const lift = `The step below lifts your score from ${score} to about ${reached} or more (${noPromise})`
  if (target !== null && reached >= target.score) {
    return [...praise(facts), `${lift}, though it may not stay there:`]
  }
  const more = mayBringMore(facts, reached)
  return [
    ...praise(facts),
    `${lift}. We cannot promise much more, and not ${goalWords(target)}, ${within}.${more}`,
  ]
}

function outOfReachWords(facts: Facts): string[] {
  if (facts.standing === 'good') return praise(facts)
  const all = `${noStep(facts)}${mayBringMore(facts, facts.score)}`
  if (!facts.isOverdue) return [...praise(facts), `${all} ${noLoan}`]
  return [`${all} Pay what is overdue all the same: ${whyToPay} ${noLoan}`]
}

/** No more than that: what no reading of any step rules out may still come about. */
function noStep({ target }: Facts): string {
  const line = target?.name === cutOffName ? ` to ${goalWords(target)}, or` : ''
  return `We cannot promise that any step lifts your score${line} for good by more than a few points ${within}.`
}

const deeds: Readonly<Record<string, string>> = {
  payInFull: 'Paying every statement in full',
  useLess: 'Owing less',
  onTime: 'Paying on time',
}

/** The step that went furthest in the best of cases, where that is much. */
function mayBringMore({ possible, plans }: Facts, reached: number): string {
  const names = Object.keys(deeds)
  const [best] = possible
    .filter(({ score }) => score >= reached + 10)
    .sort((a, b) => b.score - a.score || names.indexOf(a.name) - names.indexOf(b.name))
  if (best === undefined) return ''
  const deed = plans.some(({ name }) => name === best.name) ? 'It' : deeds[best.name]
  return ` ${deed} may bring more: how much depends on how you use what you have.`
}
