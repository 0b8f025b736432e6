import { accountWords } from './accountWords.ts'
import type { FileFacts } from './facts.ts'
import type { LateMonth } from './lateMonths.ts'
import { moneyWords } from './moneyWords.ts'
import { listWords, monthsWords, monthWords } from './monthWords.ts'

/** What was late and when, in one sentence, however many reasons come of it; null where nothing counted. */
export function latenessSentence(facts: FileFacts): string | null {
  const counted = facts.late.filter(({ isCounted }) => isCounted)
  if (counted.length === 0) return null
  const parts = accountsIn(counted).flatMap((account) => {
    const months = counted.filter((late) => late.account === account)
    const name = accountWords(facts, account)
    const [events, delays] = [true, false].map((is) =>
      months.filter(({ isEvent }) => isEvent === is),
    )
    return [
      ...(events?.length ? [`${name} was ${latenessWords(events)}`] : []),
      ...(delays?.length ? [`the payment for ${name} was ${latenessWords(delays)}`] : []),
    ]
  })
  const sentence = `${parts.join('; ')}.`
  return [
    `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
    ...overdueSentences(facts),
    ...paidInVainSentences(counted),
    ...impossibleSentences(facts),
  ].join(' ')
}

function paidInVainSentences(late: readonly LateMonth[]): string[] {
  const months = late.filter(({ isPaidInVain }) => isPaidInVain).map(({ month }) => month)
  if (months.length === 0) return []
  return [`What you paid in ${monthsWords(months)} did not clear what was overdue.`]
}

/** Of each account the newest, where one of its two months is among those that are told. */
function impossibleSentences(facts: FileFacts): string[] {
  const isTold = ({ account, month }: LateMonth, step: FileFacts['impossible'][number]) =>
    account === step.account && (month === step.from || month === step.to)
  const told = facts.impossible.filter((step) => facts.late.some((late) => isTold(late, step)))
  return accountsIn(told).flatMap((account) => {
    const step = told.find((one) => one.account === account)
    if (step === undefined) return []
    const { from, to, before, after, isFall } = step
    const why = isFall
      ? 'although nothing was paid in either month'
      : 'which is more than one month can bring'
    return [
      `Your file lists ${accountWords(facts, account)} as ${before} in ${monthWords(from)} and ${after} in ${monthWords(to)}, ${why}. Ask your bank which is right.`,
    ]
  })
}

function overdueSentences({ overdue, lastMonth, currency }: FileFacts): string[] {
  if (overdue === null) return []
  const until = monthWords(lastMonth)
  if (overdue.amount === null) {
    return [
      `This was still so in ${until}, where your records end; they do not say how much is overdue. Ask your bank for the amount.`,
    ]
  }
  return [
    `This was still so in ${until}, where your records end: ${moneyWords(overdue.amount, currency)} was overdue.`,
  ]
}

/** More than these are not told one by one. */
const mostKinds = 5

/** "30 to 59 days late in April 2005 and 1 to 29 days late in July 2005", in the order of time. */
function latenessWords(newestFirst: readonly LateMonth[]): string {
  const kinds = kindsInTime([...newestFirst].reverse())
  if (kinds.length > mostKinds) {
    const worst = newestFirst.reduce((most, late) => (late.days > most.days ? late : most))
    const months = newestFirst.map(({ month }) => month)
    return `late in ${monthsWords(months)}, at worst ${worst.lateness} in ${monthWords(worst.month)}`
  }
  return listWords(
    kinds.map((months) => {
      const [first] = months
      return `${first?.lateness} in ${monthsWords(months.map(({ month }) => month))}`
    }),
  )
}

/** Late months of one kind that no other kind comes between. */
function kindsInTime(oldestFirst: readonly LateMonth[]): LateMonth[][] {
  const kinds: LateMonth[][] = []
  for (const late of oldestFirst) {
    const last = kinds.at(-1)
    if (last?.[0]?.lateness === late.lateness) last.push(late)
    else kinds.push([late])
  }
  return kinds
}

/** What a file calls late and the score does not, and what can be done about it. */
export function notCountedSentences(facts: FileFacts): string[] {
  const left = facts.late.filter(({ isCounted }) => !isCounted)
  return accountsIn(left).flatMap((account) =>
    [true, false].flatMap((isNothingOwed) => {
      const those = left.filter(
        (late) => late.account === account && late.isNothingOwed === isNothingOwed,
      )
      if (those.length === 0) return []
      const months = those.map(({ month }) => month)
      const but = isNothingOwed
        ? `although ${statementsWords(months)} showed no balance`
        : 'but with no day overdue'
      return `Your file lists ${accountWords(facts, account)} as late in ${monthsWords(months)}, ${but}. We did not count this. If it is wrong, ask your bank to correct it.`
    }),
  )
}

function statementsWords([month = '', ...more]: readonly string[]): string {
  if (more.length > 0) return 'your statements of those months'
  return `your ${monthWords(month).split(' ')[0]} statement`
}

/** Whether the file shows lateness at all; null where no month tells, or where the reasons tell it. */
export function punctualitySentence(facts: FileFacts): string | null {
  if (!facts.tellsLateness || facts.late.length > 0) return null
  return 'Your file shows no late payment.'
}

function accountsIn(items: readonly { readonly account: number }[]): number[] {
  return [...new Set(items.map(({ account }) => account))].sort((a, b) => a - b)
}
