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
  ].join(' ')
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

/** "30 to 59 days late in July 2005, and 1 to 29 days late in April 2005", the worst first. */
function latenessWords(months: readonly LateMonth[]): string {
  const worstFirst = [...months].sort((a, b) => b.days - a.days)
  const kinds = [...new Set(worstFirst.map(({ lateness }) => lateness))]
  if (kinds.length > mostKinds) {
    const worst = worstFirst[0] as LateMonth // there are kinds
    return `late in ${monthsWords(months.map(({ month }) => month))}, at worst ${worst.lateness} in ${monthWords(worst.month)}`
  }
  return listWords(
    kinds.map((kind) => {
      const those = months.filter(({ lateness }) => lateness === kind)
      return `${kind} in ${monthsWords(those.map(({ month }) => month))}`
    }),
  )
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
      const months = monthsWords(those.map(({ month }) => month))
      const but = isNothingOwed ? 'although nothing was owed then' : 'but with no day overdue'
      return `Your file lists ${accountWords(facts, account)} as late in ${months}, ${but}. We did not count this. You can ask for it to be corrected.`
    }),
  )
}

/** Whether the file shows lateness at all; null where no month tells, or where the reasons tell it. */
export function punctualitySentence(facts: FileFacts): string | null {
  if (!facts.tellsLateness || facts.late.length > 0) return null
  return 'Your file shows no late payment.'
}

function accountsIn(months: readonly LateMonth[]): number[] {
  return [...new Set(months.map(({ account }) => account))].sort((a, b) => a - b)
}

function accountWords({ accounts }: FileFacts, account: number): string {
  return `your ${accounts[account]?.name ?? 'account'}`
}
