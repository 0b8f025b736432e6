import type { FileFacts, MonthFacts } from './facts.ts'
import { moneyRange, moneyWords, shareRange } from './moneyWords.ts'
import { monthsWords } from './monthWords.ts'

/** Basis points from which use is a large part of the limits: `used` in the feature catalogue. */
const largeShare = 3_000

/** In which months a large part of the limits was used; null where none was. */
export function limitsSentence({ recent, limit, currency, accounts }: FileFacts): string | null {
  const known = recent.filter(({ share }) => share !== null)
  const large = known.filter(({ share }) => (share as number) >= largeShare)
  if (large.length === 0) return null
  const others = known.filter((month) => !large.includes(month))
  const isOne = accounts.length === 1
  const of = limit === null ? '' : ` (${moneyWords(limit, currency)}${isOne ? '' : ' in all'})`
  const limits = isOne ? 'limit' : 'limits'
  const rest = others.length === 0 ? '' : `; in ${monthsOf(others)} it was ${sharesOf(others)}`
  return `In ${monthsOf(large)} you used ${sharesOf(large)} of your credit ${limits}${of}${rest}.`
}

/** After which statements little or nothing was paid; null where at least about half of each was. */
export function smallPaymentsSentence({ recent, currency }: FileFacts): string | null {
  const owing = recent.filter(isOwing)
  const small = owing.filter(({ paid, due }) => paid * 10_000 < due * 5_001)
  if (small.length === 0) return null
  const unpaid = small.filter(({ paid }) => paid === 0)
  const parts = small.filter(({ paid }) => paid > 0)
  const listed = small.filter(({ isListedInFull }) => isListedInFull)
  const full = owing.filter(({ paid, due }) => paid >= due)
  const money = (months: readonly OwingMonth[], of: 'paid' | 'due') =>
    moneyRange(
      months.map((month) => month[of]),
      currency,
    )
  const sentences = [
    unpaid.length > 0 &&
      `There was no payment in ${monthsOf(unpaid)}; the statement before showed ${money(unpaid, 'due')}.`,
    parts.length > 0 &&
      `In ${monthsOf(parts)} you paid ${money(parts, 'paid')}, which was ${shareRange(parts.map(paidShare))} of what the statement before showed.`,
    full.length > 0 && `In ${monthsOf(full)} you paid the whole of it.`,
    listed.length > 0 &&
      `Your bank nevertheless lists ${monthsOf(listed)} as paid in full. Ask it which is right.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

export interface OwingMonth extends MonthFacts {
  readonly paid: number
  readonly due: number
}

export function isOwing(month: MonthFacts): month is OwingMonth {
  return month.paid !== null && month.due !== null && month.due > 0
}

function paidShare({ paid, due }: OwingMonth): number {
  return Math.floor((paid * 10_000) / due)
}

function sharesOf(months: readonly MonthFacts[]): string {
  return shareRange(months.map(({ share }) => share as number))
}

export function monthsOf(months: readonly MonthFacts[]): string {
  return monthsWords(months.map(({ month }) => month))
}
