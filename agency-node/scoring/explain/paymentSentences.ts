import type { FileFacts, MonthFacts } from './facts.ts'
import { moneyRange } from './moneyWords.ts'
import { isOwing, monthsOf } from './useSentences.ts'

export interface Told {
  readonly text: string
  /** Whether it tells of parts that were paid, as R08 does: then the two are one. */
  readonly isPartPayment: boolean
}

/**
 * Why a model holds the amounts that were paid against a person: rightly worded for who owed nothing, for who paid in
 * full, and for who paid in part. `months`: how many of the newest the costliest feature looks at.
 */
export function paymentsSentence({ recent, currency }: FileFacts, months: number): Told | null {
  const known = recent.slice(0, months).filter(({ paid }) => paid !== null)
  if (known.length === 0) return null
  const owing = known.filter(isOwing)
  const amounts = moneyRange(
    known.map(({ paid }) => paid as number),
    currency,
  )
  const span = monthsOf(known)
  if (owing.length === 0)
    return { text: withoutDues({ known, span, amounts }), isPartPayment: false }
  if (owing.every(({ paid, due }) => paid >= due)) {
    const text = `You paid in full what was due in ${monthsOf(owing)}. This model looks at how much was paid in a month, whatever was owed, and counts small amounts for less (yours in ${span}: ${amounts}). ${noFault}`
    return { text, isPartPayment: false }
  }
  const paid = known.every((month) => month.paid === 0) ? 'nothing' : `${amounts} a month`
  const text = `In ${span} you paid ${paid}. This model counts larger payments for more.`
  return { text, isPartPayment: true }
}

const noFault = 'This is not a fault.'

interface WithoutDues {
  readonly known: readonly MonthFacts[]
  readonly span: string
  readonly amounts: string
}

function withoutDues({ known, span, amounts }: WithoutDues): string {
  const isNothing = known.every(({ paid }) => paid === 0)
  const quiet = known.filter(({ due }) => due === 0)
  const dues =
    quiet.length === 0 ? 'Your file shows no amount due' : `Nothing was due in ${monthsOf(quiet)}`
  const paid = isNothing ? `nothing was paid in ${span}` : `you paid ${amounts} a month in ${span}`
  return `${dues}, and ${paid}. This tells the model little. ${noFault} Do not borrow to change it.`
}
