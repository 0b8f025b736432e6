import { fromHex } from '../crypto/bytes.ts'
import { type ErrorCode, type ErrorDetails, MeshError } from '../errors.ts'
import { consentRefusal, consentStateOf } from './consentStates.ts'
import { contractCodecs, type ErrorCodec } from './contractCodecs.ts'
import type { Hex } from './ids.ts'
import { memberStatuses } from './memberViews.ts'
import { revertCodes } from './revertCodes.ts'
import { revertWords } from './revertWords.ts'
import { solidityErrors } from './solidityErrors.ts'

/**
 * Every custom error of every contract by its selector: a call may fail in a contract that it reaches through
 * another.
 */
export const knownErrors: ReadonlyMap<string, ErrorCodec> = new Map([
  ...solidityErrors,
  ...Object.values(contractCodecs).flatMap(({ errorsBySelector }) => [...errorsBySelector]),
])

/** Gives the stable code, and the values that broke the rule, of what a contract reverted with. */
export function revertError(data: Hex): MeshError {
  const selector = data.slice(0, 10)
  const known = knownErrors.get(selector.toLowerCase())
  const values = known && readValues(known, data)
  if (known === undefined || values === undefined) {
    return new MeshError('chain.reverted', {
      detail: 'reverted with an error unknown here',
      details: { selector },
    })
  }
  const code = codeOf(known.name, values)
  const details: ErrorDetails = { revert: known.name, ...readable(known.name, values) }
  return new MeshError(code, { detail: revertWords(code, details), details })
}

function readValues({ values }: ErrorCodec, data: Hex): Record<string, unknown> | undefined {
  try {
    return values.read(fromHex(`0x${data.slice(10)}`), 0) as Record<string, unknown> // a named codec
  } catch {
    return undefined // another error with the selector of one of ours
  }
}

function codeOf(name: string, values: Record<string, unknown>): ErrorCode {
  if (name === 'ConsentsNotUsable') {
    return consentRefusal(consentStateOf(Number(values.state))) ?? 'consent.invalid_transition'
  }
  if (name === 'ConsentsInvalidTransition') return transitionCode(values)
  return revertCodes[name] ?? 'chain.reverted'
}

// Recording goes to ACTIVE and needs NONE, so its refusal says what stands in the way.
function transitionCode({ from, to }: Record<string, unknown>): ErrorCode {
  const isToActive = consentStateOf(Number(to)) === 'ACTIVE'
  const present = consentStateOf(Number(from))
  if (isToActive && present === 'ACTIVE') return 'consent.exists'
  if (isToActive && present === 'CANCELLED') return 'consent.cancelled'
  return 'consent.invalid_transition'
}

// Positions in an enumeration of Types.sol, by the component whose error it is; other numbers are amounts and times.
function readable(revert: string, values: Record<string, unknown>): ErrorDetails {
  const entries = Object.entries(values).map(([name, value]) => {
    if (name === 'attribute') return [name, shortText(value as Hex)]
    const isState = name === 'state' || name === 'from' || name === 'to'
    return [name, isState ? (stateName(revert, Number(value)) ?? value) : value]
  })
  return Object.fromEntries(entries) as ErrorDetails // our errors carry numbers, bigints, booleans and hex
}

function stateName(revert: string, position: number): string | undefined {
  if (revert.startsWith('Consents')) return consentStateOf(position)
  return revert.startsWith('Members') ? memberStatuses[position] : undefined
}

// A field's name, as Solidity keeps a short literal in bytes32.
function shortText(value: Hex): string {
  return String.fromCharCode(...fromHex(value).filter((code) => code !== 0))
}
