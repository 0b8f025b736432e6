import type { FileFacts, MonthFacts } from './facts.ts'
import { moneyRange } from './moneyWords.ts'
import { isOwing, monthsOf } from './useSentences.ts'

export interface Told {
  readonly text: string
  /** Whether it tells of parts that were paid, as R08 does: then the two are one. */
  readonly isPartPayment: boolean
  readonly isFaultless: boolean
}

/**
 * Why a model holds the amounts that were paid against a person: rightly worded for who owed nothing, for who paid in
 * full, and for who paid in part. `months`: how many of the newest the costliest feature looks at.
 */
export function paymentsSentence({ recent, currency }: FileFacts, months: number): Told | null {
  const known = recent.slice(0, months).filter(isPaid)
  if (known.length === 0) return null
  const owing = known.filter(isOwing)
  const isNothing = known.every(({ paid }) => paid === 0)
  const amounts = moneyRange(
    known.map(({ paid }) => paid),
    currency,
  )
  const span = monthsOf(known)
  if (owing.length === 0) {
    const paid = isNothing ? 'nothing was paid' : `you paid ${amounts} a month`
    const text = `${withoutDues(known, paid)}. This tells the model little.`
    return { text, isPartPayment: false, isFaultless: true }
  }
  if (owing.every(({ paid, due }) => paid >= due)) {
    const text = `You paid in full what was due in ${monthsOf(owing)}. This is no mistake: this model looks at how much money was paid in a month, not at how much was owed, and small amounts raise a score less (yours in ${span}: ${amounts}).`
    return { text, isPartPayment: false, isFaultless: true }
  }
  const paid = isNothing ? 'nothing' : `${amounts} a month`
  const text = `In ${span} you paid ${paid}. This model counts larger payments for more.`
  return { text, isPartPayment: true, isFaultless: false }
}

interface PaidMonth extends MonthFacts {
  readonly paid: number
}

function isPaid(month: MonthFacts): month is PaidMonth {
  return month.paid !== null
}

/** Of the oldest month the file does not say what was due: then the months differ. */
function withoutDues(known: readonly PaidMonth[], paid: string): string {
  const span = monthsOf(known)
  const quiet = known.filter(({ due }) => due === 0)
  if (quiet.length === known.length) return `Nothing was due and ${paid} in ${span}`
  const dues =
    quiet.length === 0 ? 'Your file shows no amount due' : `Nothing was due in ${monthsOf(quiet)}`
  return `${dues}, and ${paid} in ${span}`
}
