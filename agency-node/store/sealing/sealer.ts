import { type Bytes, concat } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { uint32Bytes } from '../keyspace.ts'

const sealVersion = 1
const nonceLength = 24
const macLength = 16

/** Where a sealed value belongs: its key in the database and which version of it is expected there. */
export interface Place {
  readonly key: Uint8Array
  readonly version: number
}

/**
 * Seals `content` for one place: seal version, random nonce, secretbox(key length, key, version, content).
 *
 * NaCl's secretbox has no associated data. A subkey for each place would bind as well but costs a hash a value;
 * a nonce made of the place would repeat when the value is rewritten. So the place stands inside, where the box's
 * own authentication covers it, and opening compares it before anything is believed.
 */
export function seal(
  nacl: NaclSuite,
  secretKey: Uint8Array,
  { key, version }: Place,
  content: Uint8Array,
): Bytes {
  const nonce = nacl.randomBytes(nonceLength)
  const bound = concat(Uint8Array.of(key.length), key, uint32Bytes(version), content)
  const sealed = concat(Uint8Array.of(sealVersion), nonce, nacl.secretbox(bound, nonce, secretKey))
  bound.fill(0)
  return sealed
}

/** Opens what `seal` made for this very place. Throws `store.corrupt` for anything else. */
export function open(
  nacl: NaclSuite,
  secretKey: Uint8Array,
  { key, version }: Place,
  sealed: Uint8Array,
): Bytes {
  const headerLength = 1 + key.length + 4
  if (sealed[0] !== sealVersion || sealed.length < 1 + nonceLength + macLength + headerLength) {
    throw new MeshError('store.corrupt', { detail: 'a stored value has no known form' })
  }
  const nonce = sealed.subarray(1, 1 + nonceLength)
  const bound = nacl.secretboxOpen(sealed.subarray(1 + nonceLength), nonce, secretKey)
  if (bound === null) {
    throw new MeshError('store.corrupt', { detail: 'a stored value does not authenticate' })
  }
  if (!isBoundTo(bound, key, version)) {
    throw new MeshError('store.corrupt', { detail: 'a stored value belongs to another place' })
  }
  return bound.subarray(headerLength)
}

function isBoundTo(bound: Uint8Array, key: Uint8Array, version: number): boolean {
  if (bound[0] !== key.length) return false
  for (let i = 0; i < key.length; i += 1) if (bound[1 + i] !== key[i]) return false
  const view = new DataView(bound.buffer, bound.byteOffset)
  return view.getUint32(1 + key.length) === version
}
