import type { Bytes } from './bytes.ts'
import { utf8 } from './bytes.ts'
import { hmacSha256 } from './hash.ts'
import { type Identifier, normaliseIdentifier } from './identifiers.ts'

/** Computes the network-wide lookup key of a person (32 bytes). A later version asks a threshold OPRF. */
export interface SubjectTagger {
  tagOf(identifier: Identifier): Promise<Bytes>
}

/** HMAC-SHA-256 under the consortium's pepper: whoever lacks the pepper cannot enumerate identifiers. */
export function createHmacTagger(pepper: Uint8Array): SubjectTagger {
  return { tagOf: async (identifier) => hmacTag(pepper, identifier) }
}

/** The synchronous form for bulk import, where a promise a person would cost more than the hash. */
export function hmacTag(pepper: Uint8Array, identifier: Identifier): Bytes {
  return hmacSha256(pepper, tagMessage(identifier))
}

/** What is hashed, for whoever has a faster HMAC-SHA-256. */
export function tagMessage(identifier: Identifier): Bytes {
  return utf8(`creditmesh/subject-tag/1|${normaliseIdentifier(identifier)}`)
}
