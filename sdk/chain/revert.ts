import { type ErrorDescription, type ErrorFragment, Interface } from 'ethers'
import { type ErrorCode, type ErrorDetails, MeshError } from '../errors.ts'
import { consentRefusal, consentStateOf } from './consentStates.ts'
import type { Hex } from './ids.ts'
import { interfaces } from './interfaces.ts'
import { namedValues } from './plainValues.ts'
import { revertCodes } from './revertCodes.ts'

// Every custom error of every contract in one codec: a call may fail in a contract that it reaches through another.
const allErrors = new Interface(
  Object.values(interfaces).flatMap((codec) =>
    codec.fragments.filter((fragment) => fragment.type === 'error'),
  ),
)

/** Gives the stable code, and the values that broke the rule, of what a contract reverted with. */
export function revertError(data: Hex): MeshError {
  const parsed = parse(data)
  if (parsed === null) {
    const selector = data.slice(0, 10)
    return new MeshError('chain.reverted', {
      detail: 'reverted with an error unknown here',
      details: { selector },
    })
  }
  const values = namedValues(parsed.fragment.inputs, parsed.args)
  const details = { revert: parsed.name, ...readable(values) }
  return new MeshError(codeOf(parsed.name, values), { detail: describe(parsed, details), details })
}

/** Every custom error that can be decoded. */
export function knownErrors(): readonly ErrorFragment[] {
  return allErrors.fragments as readonly ErrorFragment[] // it was made of nothing else
}

function parse(data: Hex): ErrorDescription | null {
  try {
    return allErrors.parseError(data)
  } catch {
    return null
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

function describe({ name, args }: ErrorDescription, details: ErrorDetails): string {
  // Solidity's own: a sentence, or an arithmetic fault.
  if (name === 'Error' || name === 'Panic') return `reverted: ${args.join(', ')}`
  return typeof details.attribute === 'string' ? `${name}: ${details.attribute}` : name
}

function readable(values: Record<string, unknown>): ErrorDetails {
  const entries = Object.entries(values).map(([name, value]) =>
    name === 'attribute' ? [name, shortText(value as Hex)] : [name, value],
  )
  return Object.fromEntries(entries) as ErrorDetails // our errors carry numbers, bigints, booleans and hex
}

// A field's name, as Solidity keeps a short literal in bytes32.
function shortText(value: Hex): string {
  const pairs = value.slice(2).match(/../g) ?? []
  const codes = pairs.map((pair) => Number.parseInt(pair, 16)).filter((code) => code !== 0)
  return String.fromCharCode(...codes)
}
