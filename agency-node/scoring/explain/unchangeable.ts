import type { FileFacts } from './facts.ts'
import type { ReasonTold } from './reasonSentences.ts'

interface Shown {
  readonly told: readonly ReasonTold[]
  readonly isAgeing: boolean
}

/** What the person cannot change by anything she does, so that she does not try, or blame herself. */
export function unchangeableSentences({ overdue }: FileFacts, { told, isAgeing }: Shown): string[] {
  const codes = told.flatMap((reason) => reason.codes)
  // A code may stand for small payments to one person and for small statements to another; the words know which.
  const isFaultless = ({ codes: [code], text }: ReasonTold) =>
    code === 'R07' && text.includes('not a fault')
  const sentences = [
    'The months behind you stay as they are. Only what is wrong in them can be changed: it has to be corrected.',
    isAgeing &&
      (overdue === null
        ? 'Late months stop counting only with time; nobody can have correct ones removed.'
        : 'Late months stop counting only with time, and new ones are added until nothing is overdue.'),
    codes.includes('R12') && 'How far back your records go changes only with time.',
    told.some(isFaultless) &&
      'Where this model finds too little in your record, that is no fault of yours. Do not borrow, and do not open accounts, to change it.',
  ]
  return sentences.filter((sentence) => sentence !== false)
}
