import { type ErrorCode, type ErrorDetails, errorCatalogue } from '../errors.ts'
import { detailBits } from './consentStructs.ts'

/** What a contract refused, as a person reads it: the catalogue's sentence, and what of the values says more. */
export function revertWords(code: ErrorCode, details: ErrorDetails): string {
  const { revert, reason, code: panic, attribute, from, to } = details
  if (revert === 'Error') return `reverted: ${reason}`
  if (revert === 'Panic') return `reverted: panic ${panic}`
  if (revert === 'ConsentsInvalidTransition' && code === 'consent.invalid_transition') {
    return from === to
      ? `The consent is ${from} already.`
      : `The consent is ${from}, and cannot become ${to}.`
  }
  if (revert === 'ConsentsFairUseExceeded') return fairUse(details)
  const { message } = errorCatalogue[code]
  if (typeof attribute === 'string') return `${message.replace(/\.$/, '')}: ${attribute}.`
  // A code that says nothing of its own needs the name of what happened.
  return code === 'chain.reverted' ? `${message.replace(/\.$/, '')}: ${revert}.` : message
}

function fairUse({ attribute, value, bound }: ErrorDetails): string {
  const isMask = attribute === 'detail'
  const spell = (number: ErrorDetails[string] | undefined) =>
    isMask ? detailNames(Number(number)) : String(number)
  return `The grant is wider than its purpose allows: ${attribute} is ${spell(value)}, and may be ${isMask ? '' : 'at most '}${spell(bound)}.`
}

function detailNames(mask: number): string {
  const names = Object.entries(detailBits).filter(([, bit]) => (mask & bit) !== 0)
  return names.map(([name]) => name).join(', ') || 'none'
}
