import { toAddress } from '../../chain/ids.ts'
import { normaliseIdentifier } from '../../crypto/identifiers.ts'
import { MeshError } from '../../errors.ts'
import { parseWith, toJson } from '../../wire/json.ts'
import { consentPackageSchema, identifierSchema } from '../../wire/messages.ts'
import { purposeCode } from '../../wire/purposes.ts'
import { categoryNames } from '../../wire/records/categories.ts'
import type { PriceCeilings, QueryParameters } from './queryParameters.ts'

/** Parameters that were read: the purpose is its code, the package parsed, everything else in its range. */
export type CheckedParameters = QueryParameters & { readonly purpose: number }

/**
 * Reads what a program was given, before anything is done with it. A package may come as it was parsed or as plain
 * JSON. Throws `input.invalid` naming the field, never its value.
 */
export function readParameters(parameters: QueryParameters): CheckedParameters {
  const { agency, consentPackage, categories, purpose, answerWithinSec } = parameters
  requireKey(parameters.idempotencyKey)
  normaliseIdentifier(parseWith(identifierSchema, parameters.identifier))
  requireCeilings(parameters.ceilings ?? {})
  requireSeconds(answerWithinSec)
  const isUnknown = categories.some((category) => !categoryNames.includes(category))
  if (isUnknown) throw invalid('categories', `known are ${categoryNames.join(', ')}`)
  return {
    ...parameters,
    agency: toAddress(agency),
    consentPackage: parseWith(consentPackageSchema, toJson(consentPackage)),
    purpose: purposeCode(purpose),
  }
}

function requireKey(idempotencyKey: unknown): void {
  const length = typeof idempotencyKey === 'string' ? idempotencyKey.length : 0
  if (length === 0 || length > 255) {
    throw invalid('idempotencyKey', 'an idempotency key has 1 to 255 characters')
  }
}

function requireSeconds(answerWithinSec: number | undefined): void {
  if (answerWithinSec === undefined) return
  const isTime = Number.isSafeInteger(answerWithinSec) && answerWithinSec > 0
  if (!isTime) throw invalid('answerWithinSec', 'a whole number of seconds, at least 1')
}

function requireCeilings(ceilings: PriceCeilings): void {
  for (const [kind, ceiling] of Object.entries(ceilings)) {
    const isAmount = ceiling === undefined || (typeof ceiling === 'bigint' && ceiling >= 0n)
    if (!isAmount) throw invalid(`ceilings.${kind}`, 'an amount is a bigint of token units')
  }
}

function invalid(field: string, why: string): MeshError {
  return new MeshError('input.invalid', { detail: `${field}: ${why}`, details: { field } })
}
