import { allAccountsWords } from './accountWords.ts'
import type { FileFacts, MonthFacts, MonthUse } from './facts.ts'
import { monthsBetween } from './facts.ts'
import { moneyWords } from './moneyWords.ts'
import { listWords, monthWords } from './monthWords.ts'
import { isOwing, monthsOf } from './useSentences.ts'

const otherUse: readonly [MonthUse, string][] = [
  ['late', 'you were late'],
  ['paid_in_full', 'you paid in full'],
  ['listed_in_full', 'you are listed as having paid in full'],
  ['nothing_due', 'nothing was due'],
  ['listed_unused', 'your account is listed as not used'],
]

export interface UseTold {
  readonly text: string
  readonly isFaultless: boolean
}

/** Which months count as credit carried over with nothing late, and what the others were; null where no month tells. */
export function orderlyUseSentence({ recent, accounts, late }: FileFacts): UseTold | null {
  const months = (use: MonthUse) => recent.filter((month) => month.use === use)
  const others = otherUse.flatMap(([use, words]) => {
    const those = months(use)
    return those.length === 0 ? [] : [`in ${monthsOf(those)} ${words}`]
  })
  if (others.length === 0) return null
  const carried = months('carried')
  // Its statement shows no balance, as is told beside this: that part of a bill was left would contradict it.
  if (carried.some(({ month }) => late.some((one) => !one.isCounted && one.month === month))) {
    return null
  }
  const rest = months('unknown').length > 0 ? 'These did not' : 'The others did not'
  const counted =
    carried.length === 0
      ? 'None of the last six on file counted'
      : `Of the last six on file, only ${monthsOf(carried)} counted. ${rest}`
  const sentences = [
    'This model looks for months in which you left part of a bill unpaid and paid it later on time.',
    `${counted}: ${listWords(others)}.`,
    ...(accounts.length === 1 ? listedAsCarried(carried) : []),
  ]
  return { text: sentences.join(' '), isFaultless: months('late').length === 0 }
}

/** The source's own word decides what is carried over, even where the amounts say that all was paid. */
function listedAsCarried(carried: readonly MonthFacts[]): string[] {
  const paid = carried.filter((month) => isOwing(month) && month.paid >= month.due)
  if (paid.length === 0) return []
  return [
    `Your bank lists ${monthsOf(paid)} as left in part unpaid, although you paid the whole bill. Ask it which is right.`,
  ]
}

/** Whether lateness alone explains why few months counted. */
export function isOnlyLateness({ recent }: FileFacts): boolean {
  const others = recent.filter(({ use }) => use !== 'carried' && use !== 'unknown')
  return others.length > 0 && others.every(({ use }) => use === 'late')
}

export function idleSentence(facts: FileFacts): string | null {
  const idle = facts.recent.filter(({ balance, paid }) => balance === 0 && (paid ?? 0) === 0)
  if (idle.length === 0) return null
  return `In ${monthsOf(idle)} ${allAccountsWords(facts)} had no balance and no payment, which tells this model little.`
}

/** `typical`: the limit that half of the people had from whom the model learnt. */
export function limitSentence(
  { limit, currency, accounts }: FileFacts,
  typical: number | null,
): string | null {
  if (limit === null) return null
  const against =
    typical === null || limit >= typical
      ? ''
      : `; half of the people from whom this model learnt had ${moneyWords(typical, currency)} or more`
  return `Your credit limit is ${moneyWords(limit, currency)}${accounts.length > 1 ? ' in all' : ''}${against}. In this model a lower limit counts for less.`
}

export function accountsSentence({ accounts, openAccounts }: FileFacts): string {
  const count = accounts.length === 1 ? 'one credit account' : `${accounts.length} credit accounts`
  const open = accounts.length === openAccounts ? '' : `, ${openAccounts} of them open`
  return `Your file shows ${count}${open}. Few accounts tell this model little.`
}

/** How long the record is, or how old the oldest account, by what the model looked at. */
export function lengthSentence(facts: FileFacts, feature: string): string {
  const { accounts, lastMonth, monthsReported } = facts
  const opened = accounts.flatMap((account) => account.opened ?? []).sort()[0]
  if (feature === 'monthsSinceOpened' && opened !== undefined) {
    const age = Math.max(0, monthsBetween(opened, lastMonth))
    return `Your oldest account was opened in ${monthWords(opened)}, ${age} months before your records end. Only time changes this.`
  }
  const count = monthsReported === 1 ? 'one month' : `${monthsReported} months`
  return `Within the two years that this score sees, your longest account has ${count} on file. Only time changes this.`
}
