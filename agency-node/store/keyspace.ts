import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { smallBytes } from './smallBytes.ts'

/** Written when a store is created, compared when it is opened. Raise it with every change of what stands below. */
export const formatVersion = 1

interface SpaceDefinition {
  /** First byte of every key. Never reused: 10, 12, 13 and 16 were given up. */
  readonly number: number
  readonly key: string
  readonly value: string
  readonly retention: string
}

/**
 * All that an agency's store holds. `index(x)` is an HMAC under a key of this store and space, so that no key on disk
 * tells whose it is; `sealed` is secretbox with its place inside (sealing/sealer.ts).
 */
export const keyspace = {
  meta: space(1, 'name', 'format, store id, check of the key', 'life of the store'),
  subjects: space(2, 'index(tag)', 'sealed data key, directory', 'until erased or emptied'),
  records: space(3, 'file id (16), slot (4)', 'record, sealed under data key', 'retainUntil'),
  expiries: space(4, 'last second (4), index(tag)', 'nothing', 'until that second is past'),
  erasures: space(5, 'index(tag)', 'nothing', 'until the subject is readmitted'),
  outcomes: space(6, 'index(tag)', 'sealed outcomes, protected attributes', 'until erased'),
  enrolments: space(7, 'index(tag)', 'sealed roots, credentials, contact', 'until erased'),
  roots: space(8, 'index(root key)', 'sealed tag', 'until replaced or erased'),
  legs: space(9, 'index(leg id)', 'sealed state of a leg', 'evidence: kept'),
  purchases: space(11, 'index(trade leg id)', 'sealed journal of a bought leg', 'evidence: kept'),
  transactions: space(14, 'index(intent id)', 'sealed intent, nonce, raw, history', 'kept'),
  unfinished: space(15, 'space (1), index(id)', 'nothing', 'until the document is final'),
  nonces: space(17, 'index(nonce)', 'sealed nonce, expiry', 'its expiry'),
  positions: space(18, 'index(name)', 'sealed progress of a reader', 'life of the store'),
  pins: space(19, 'index(name)', 'sealed chain id, genesis, addresses', 'life of the store'),
  peerFailures: space(20, 'index(query id, peer)', 'sealed failure of a peer', 'evidence: kept'),
  shreds: space(21, 'a key, or a space (1)', 'random mark', 'until the files are clean of it'),
  offers: space(22, 'index(lender leg id)', 'sealed trade leg id, body hash', 'evidence: kept'),
  scoreFiles: space(23, 'index(tag)', 'sealed key and file id of her scores', 'until erased'),
  scores: space(24, 'index(score id)', 'tag, end, score sealed under that key', 'its last second'),
  scoresOf: space(25, 'file id (16), index(score id)', 'nothing', 'as the score'),
  scoreExpiries: space(26, 'last second (4), index(score id)', 'nothing', 'as the score'),
  jointAgreements: space(27, 'index(agreement id)', 'sealed agreement, approvals', 'kept'),
  jointSessions: space(28, 'index(session id)', 'sealed course of a session', 'evidence: kept'),
} as const

function space(number: number, key: string, value: string, retention: string): SpaceDefinition {
  return { number, key, value, retention }
}

export type Space = keyof typeof keyspace

export function keyIn(space: Space, ...parts: readonly Uint8Array[]): Bytes {
  let length = 1
  for (const part of parts) length += part.length
  const key = smallBytes(length)
  key[0] = keyspace[space].number
  let at = 1
  for (const part of parts) {
    key.set(part, at)
    at += part.length
  }
  return key
}

export interface KeyRange {
  readonly from: Bytes
  /** The first key beyond the range. */
  readonly until: Bytes
}

export function rangeOf(space: Space): KeyRange {
  return rangeOfNumber(keyspace[space].number)
}

export function rangeOfNumber(number: number): KeyRange {
  return { from: Uint8Array.of(number), until: Uint8Array.of(number + 1) }
}

/** The last second (in 2106) that fits the key of a row which says when something goes; later ones count as this. */
export const endOfTime = 2 ** 32 - 1

/** Big-endian, so that keys sort as numbers do. */
export function uint32Bytes(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}
