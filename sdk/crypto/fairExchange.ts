import { MeshError } from '../errors.ts'
import { type Bytes, concat, fromHex, type Hex, utf8 } from './bytes.ts'
import { hkdfSha256 } from './hash.ts'
import type { NaclSuite } from './nacl.ts'
import { openSealed, sealTo } from './sealedBox.ts'

const keyLength = 32
const nonceLength = 24

/** What the seller of a leg makes once, keeps, and reveals in the order of PROTOCOL 4: box, then `key`. */
export interface SealedResponse {
  /** `k`: released against the receipt, and on chain at settlement. */
  readonly key: Bytes
  /** `w`: carried only by the box, so that `k` on chain opens nothing for an outsider. */
  readonly whitener: Bytes
  /** `c`: the response under HKDF(k, w). */
  readonly cipher: Bytes
  /** `(w, c)` sealed to the buyer's one-time key. */
  readonly box: Bytes
}

/** Encrypts a padded response for one leg (PROTOCOL 4, step 3). */
export function sealResponse(
  nacl: NaclSuite,
  { legId, oneTimeKey, padded }: { legId: Hex; oneTimeKey: Uint8Array; padded: Uint8Array },
): SealedResponse {
  const key = nacl.randomBytes(keyLength)
  const whitener = nacl.randomBytes(keyLength)
  const derived = deriveKeys(key, whitener, legId)
  const cipher = nacl.secretbox(padded, derived.nonce, derived.key)
  const box = sealTo(nacl, oneTimeKey, concat(whitener, cipher), boxContext(legId))
  return { key, whitener, cipher, box }
}

/** Opens the box with the one-time secret: `w` and `c`, still unreadable without `k`. */
export function openBox(
  nacl: NaclSuite,
  { legId, oneTimeSecret, box }: { legId: Hex; oneTimeSecret: Uint8Array; box: Uint8Array },
): { whitener: Bytes; cipher: Bytes } {
  const opened = openSealed(nacl, oneTimeSecret, box, boxContext(legId))
  return { whitener: opened.slice(0, keyLength), cipher: opened.slice(keyLength) }
}

/** Decrypts `c` with both keys. Throws `query.verification_failed` if it does not authenticate. */
export function openResponse(
  nacl: NaclSuite,
  {
    legId,
    key,
    whitener,
    cipher,
  }: { legId: Hex; key: Uint8Array; whitener: Uint8Array; cipher: Uint8Array },
): Bytes {
  const derived = deriveKeys(key, whitener, legId)
  const padded = nacl.secretboxOpen(cipher, derived.nonce, derived.key)
  if (padded === null) {
    throw new MeshError('query.verification_failed', {
      detail: 'the released key does not open the delivered ciphertext',
      details: { legId, check: 'decryption' },
    })
  }
  return padded
}

// The pair (k, w) is fresh for each leg, so key and nonce may both be derived: neither ever repeats.
function deriveKeys(key: Uint8Array, whitener: Uint8Array, legId: Hex) {
  const info = concat(utf8('creditmesh/fair-exchange/1'), fromHex(legId))
  const length = keyLength + nonceLength
  const material = hkdfSha256(key, { salt: whitener, info, length })
  return { key: material.subarray(0, keyLength), nonce: material.subarray(keyLength) }
}

function boxContext(legId: Hex): string {
  return `creditmesh/delivery/1:${legId}`
}
