import type { Address, ConsentId, Digest, Hex, LegId, Outcome, QueryId } from './ids.ts'
import { defineStruct } from './structHash.ts'

/** The lender's leg: what is asked, of whom, for how much and until when. */
export interface QueryTerms {
  readonly consentId: ConsentId
  readonly buyer: Address
  readonly seller: Address
  readonly purpose: number
  readonly categories: number
  /** Paid for a hit; `relayFee` on top of it if a trade was accepted; `missFee` (at most `fee`) for a miss. */
  readonly fee: bigint
  readonly relayFee: bigint
  readonly missFee: bigint
  readonly receiptBy: number
  readonly settleBy: number
  readonly bodyHash: Digest
  readonly mayRelay: boolean
  /** `accountNonceOf(idempotencyKey, accountSecret)`. */
  readonly nonce: Hex
}

/** What a holder offers to the relaying agency; its struct hash is the offerHash of the trade's leg. */
export interface Offer {
  readonly queryId: QueryId
  readonly parentLegId: LegId
  readonly buyer: Address
  readonly seller: Address
  readonly contentCommitment: Digest
  readonly claimsHash: Digest
  readonly categories: number
  readonly price: bigint
  readonly royaltyBps: number
  readonly validUntil: number
  readonly receiptBy: number
  readonly settleBy: number
  readonly bodyHash: Digest
  readonly nonce: Hex
}

/** The seller's signed word on what it delivered; one per leg, ever. */
export interface Delivery {
  readonly legId: LegId
  readonly buyer: Address
  readonly seller: Address
  /** What a hit on this leg pays now. */
  readonly fee: bigint
  readonly missFee: bigint
  readonly receiptBy: number
  readonly settleBy: number
  readonly bodyHash: Digest
  readonly cipherHash: Digest
  readonly keyHash: Digest
  readonly wHash: Digest
  readonly responseHash: Digest
  readonly outcomeCommitment: Digest
}

/** The buyer's signed word that `c` and `w` match the Delivery; pays the seller once `k` is out. */
export interface Receipt {
  readonly legId: LegId
  /** Struct hash of the Delivery. */
  readonly deliveryHash: Digest
  readonly fee: bigint
  readonly missFee: bigint
  readonly receiptBy: number
  readonly settleBy: number
}

/** What anyone brings to the contract to end a leg; key hash and outcome commitment are recomputed there. */
export interface Settlement {
  readonly cipherHash: Digest
  readonly wHash: Digest
  readonly responseHash: Digest
  readonly key: Hex
  readonly outcome: Outcome
  readonly outcomeSalt: Hex
  /** Of the Delivery. */
  readonly sellerSignature: Hex
  /** Of the Receipt. */
  readonly buyerSignature: Hex
}

export const queryTermsType = defineStruct<QueryTerms>('QueryTerms', [
  ['consentId', 'bytes32'],
  ['buyer', 'address'],
  ['seller', 'address'],
  ['purpose', 'uint8'],
  ['categories', 'uint32'],
  ['fee', 'uint96'],
  ['relayFee', 'uint96'],
  ['missFee', 'uint96'],
  ['receiptBy', 'uint48'],
  ['settleBy', 'uint48'],
  ['bodyHash', 'bytes32'],
  ['mayRelay', 'bool'],
  ['nonce', 'bytes32'],
])

export const offerType = defineStruct<Offer>('Offer', [
  ['queryId', 'bytes32'],
  ['parentLegId', 'bytes32'],
  ['buyer', 'address'],
  ['seller', 'address'],
  ['contentCommitment', 'bytes32'],
  ['claimsHash', 'bytes32'],
  ['categories', 'uint32'],
  ['price', 'uint96'],
  ['royaltyBps', 'uint16'],
  ['validUntil', 'uint48'],
  ['receiptBy', 'uint48'],
  ['settleBy', 'uint48'],
  ['bodyHash', 'bytes32'],
  ['nonce', 'bytes32'],
])

export const deliveryType = defineStruct<Delivery>('Delivery', [
  ['legId', 'bytes32'],
  ['buyer', 'address'],
  ['seller', 'address'],
  ['fee', 'uint96'],
  ['missFee', 'uint96'],
  ['receiptBy', 'uint48'],
  ['settleBy', 'uint48'],
  ['bodyHash', 'bytes32'],
  ['cipherHash', 'bytes32'],
  ['keyHash', 'bytes32'],
  ['wHash', 'bytes32'],
  ['responseHash', 'bytes32'],
  ['outcomeCommitment', 'bytes32'],
])

export const receiptType = defineStruct<Receipt>('Receipt', [
  ['legId', 'bytes32'],
  ['deliveryHash', 'bytes32'],
  ['fee', 'uint96'],
  ['missFee', 'uint96'],
  ['receiptBy', 'uint48'],
  ['settleBy', 'uint48'],
])
