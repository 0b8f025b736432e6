import { type Hex, toHex, utf8 } from '../crypto/bytes.ts'
import { hkdfSha256, hmacSha256, keccak256 } from '../crypto/hash.ts'
import { checksumAddress } from '../crypto/secp256k1.ts'
import { MeshError } from '../errors.ts'
import { type ConsentGrant, hashConsentGrant, type RecordedGrant } from './consentStructs.ts'
import { hashWords, type Keccak256 } from './words.ts'

export type { Hex } from '../crypto/bytes.ts'

/** Spelled by EIP-55 wherever the SDK gives one. */
export type Address = Hex
export type ConsentId = Hex
export type QueryId = Hex
export type LegId = Hex
/** 32 bytes that a hash function gave. */
export type Digest = Hex
/** 32 bytes, in hex or raw. */
export type Bytes32 = Hex | Uint8Array

export const zeroAddress: Address = `0x${'00'.repeat(20)}`
export const zeroDigest: Digest = `0x${'00'.repeat(32)}`

/** Parses an address in any case and spells it by EIP-55. Throws `input.invalid`. */
export function toAddress(text: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw new MeshError('input.invalid', { detail: 'not an address: 0x and 40 hex digits' })
  }
  return checksumAddress(text)
}

/** Whether two hex strings spell the same bytes. */
export function sameHex(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase()
}

/** The EIP-712 struct hash of the grant, free of chain and contract. */
export function consentIdOf(
  grant: ConsentGrant | RecordedGrant,
  keccak: Keccak256 = keccak256,
): ConsentId {
  return hashConsentGrant(grant, keccak)
}

/** All that the chain learns of a subject; without the salt it says nothing. */
export function commitmentOf(tag: Bytes32, salt: Bytes32, keccak: Keccak256 = keccak256): Digest {
  return hashWords(
    [
      ['bytes32', tag, 'subjectTag'],
      ['bytes32', salt, 'commitSalt'],
    ],
    keccak,
  )
}

/**
 * The payer's nonce of a query: one idempotency key of an account can pay at most once. Keyed by the account's
 * secret, because it is public on chain and a lender's key may name an application, or a person.
 */
export function accountNonceOf(idempotencyKey: string, accountSecret: Uint8Array): Digest {
  const info = utf8('creditmesh/account-nonce/1')
  const key = hkdfSha256(accountSecret, { salt: new Uint8Array(0), info })
  return toHex(hmacSha256(key, utf8(idempotencyKey)))
}

export interface QueryIdParts {
  readonly chainId: number
  /** Address of the Queries contract. */
  readonly queries: Address
  readonly buyer: Address
  readonly nonce: Digest
  readonly bodyHash: Digest
}

export function queryIdOf(parts: QueryIdParts, keccak: Keccak256 = keccak256): QueryId {
  return hashWords(
    [
      ['uint256', parts.chainId, 'chainId'],
      ['address', parts.queries, 'queries'],
      ['address', parts.buyer, 'buyer'],
      ['bytes32', parts.nonce, 'nonce'],
      ['bytes32', parts.bodyHash, 'bodyHash'],
    ],
    keccak,
  )
}

export interface LegIdParts {
  readonly queryId: QueryId
  readonly buyer: Address
  readonly seller: Address
  /** Struct hash of the QueryTerms (lender's leg) or of the Offer (trade's leg). */
  readonly offerHash: Digest
}

export function legIdOf(parts: LegIdParts, keccak: Keccak256 = keccak256): LegId {
  return hashWords(
    [
      ['bytes32', parts.queryId, 'queryId'],
      ['address', parts.buyer, 'buyer'],
      ['address', parts.seller, 'seller'],
      ['bytes32', parts.offerHash, 'offerHash'],
    ],
    keccak,
  )
}

/** Commits the seller to `k` before it is released. */
export function keyHash(legId: LegId, key: Bytes32, keccak: Keccak256 = keccak256): Digest {
  return hashUnderLeg(legId, ['bytes32', key, 'key'], keccak)
}

/** Commits the seller to `w`, which never reaches the chain. */
export function wHash(legId: LegId, whitener: Bytes32, keccak: Keccak256 = keccak256): Digest {
  return hashUnderLeg(legId, ['bytes32', whitener, 'whitener'], keccak)
}

function hashUnderLeg(
  legId: LegId,
  word: readonly ['bytes32', Bytes32, string],
  keccak: Keccak256,
): Digest {
  return hashWords([['bytes32', legId, 'legId'], word], keccak)
}

/** What a response turned out to be; shown only when the leg is settled. */
export const outcomes = { HIT: 1, MISS: 2 } as const
export type Outcome = (typeof outcomes)[keyof typeof outcomes]

/** Commits the seller to hit or miss without showing which. */
export function outcomeCommitment(
  legId: LegId,
  outcome: Outcome,
  salt: Bytes32,
  keccak: Keccak256 = keccak256,
): Digest {
  return hashWords(
    [
      ['bytes32', legId, 'legId'],
      ['uint8', outcome, 'outcome'],
      ['bytes32', salt, 'outcomeSalt'],
    ],
    keccak,
  )
}
