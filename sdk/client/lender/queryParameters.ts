import { type Address, accountNonceOf, type Hex } from '../../chain/ids.ts'
import { toHex, utf8 } from '../../crypto/bytes.ts'
import { hkdfSha256, hmacSha256 } from '../../crypto/hash.ts'
import type { Identifier } from '../../crypto/identifiers.ts'
import { normaliseIdentifier } from '../../crypto/identifiers.ts'
import { encodeMessage } from '../../wire/json.ts'
import type { ConsentPackage } from '../../wire/messages.ts'
import type { PurposeName } from '../../wire/purposes.ts'
import { categoryMask, type RecordCategory } from '../../wire/records/categories.ts'
import type { CheckedParameters } from './readParameters.ts'

/** The most that a lender will pay; a price list above it stops the query before anything is sent. */
export interface PriceCeilings {
  readonly fee?: bigint
  readonly relayFee?: bigint
  readonly missFee?: bigint
}

/** One question about one person to one agency. */
export interface QueryParameters {
  readonly agency: Address
  /** As the person's wallet packed it. */
  readonly consentPackage: ConsentPackage
  readonly identifier: Identifier
  readonly categories: readonly RecordCategory[]
  /** By its name, such as `CREDIT_APPLICATION`, or its code (sdk/wire/purposes.ts); must be the consent's. */
  readonly purpose: PurposeName | number
  /** Whether the agency may buy from its peers what it lacks. */
  readonly mayRelay?: boolean
  /** One key, one query, one payment: however often and from wherever it is tried. */
  readonly idempotencyKey: string
  readonly ceilings?: PriceCeilings
  /** How long the agency may take; by default as long as the network's windows allow. */
  readonly answerWithinSec?: number
}

/** The id of the entry, and what tells apart other parameters under the same key. */
export interface QueryIdentity {
  readonly id: Hex
  readonly parametersMac: Hex
}

/** The id of a question and its fingerprint, both under the account's secret. */
export function identifyQuery(
  parameters: CheckedParameters,
  accountSecret: Uint8Array,
): QueryIdentity {
  const { idempotencyKey, identifier, categories, consentPackage, ...others } = parameters
  const { grant, signature } = consentPackage
  const question = {
    ...others,
    agency: others.agency.toLowerCase(),
    mayRelay: others.mayRelay ?? false,
    identifier: normaliseIdentifier(identifier),
    categories: categoryMask(categories),
    grant,
    signature,
  }
  const key = hkdfSha256(accountSecret, {
    salt: utf8('creditmesh/lender/1'),
    info: utf8('journal'),
  })
  return {
    id: accountNonceOf(idempotencyKey, accountSecret),
    parametersMac: toHex(hmacSha256(key, encodeMessage(question))),
  }
}
