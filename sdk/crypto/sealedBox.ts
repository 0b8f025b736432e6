import { MeshError } from '../errors.ts'
import { type Bytes, concat, equalBytes, utf8 } from './bytes.ts'
import { sha256 } from './hash.ts'
import type { NaclSuite } from './nacl.ts'

const version = 1
const keyLength = 32
const nonceLength = 24
const contextLength = 32
const headerLength = 1 + keyLength + nonceLength

/**
 * Seals to a public key with an ephemeral key of its own: version, ephemeral key, nonce, NaCl box.
 * NaCl's box has no associated data, so the hash of `context` stands first inside the box, and opening
 * compares it: a box moved to another leg, recipient or message type does not open.
 */
export function sealTo(
  nacl: NaclSuite,
  recipientPublicKey: Uint8Array,
  message: Uint8Array,
  context: string,
): Bytes {
  const ephemeral = nacl.boxKeyPair()
  const nonce = nacl.randomBytes(nonceLength)
  const bound = concat(sha256(utf8(context)), message)
  const box = nacl.box(bound, nonce, recipientPublicKey, ephemeral.secretKey)
  ephemeral.secretKey.fill(0)
  return concat(Uint8Array.of(version), ephemeral.publicKey, nonce, box)
}

/** Opens what `sealTo` made. Throws `auth.signature_invalid` when it does not authenticate under key and context. */
export function openSealed(
  nacl: NaclSuite,
  recipientSecretKey: Uint8Array,
  sealed: Uint8Array,
  context: string,
): Bytes {
  const refuse = () =>
    new MeshError('auth.signature_invalid', { detail: 'a sealed message does not open here' })
  if (sealed[0] !== version || sealed.length < headerLength + contextLength) throw refuse()
  const ephemeralKey = sealed.subarray(1, 1 + keyLength)
  const nonce = sealed.subarray(1 + keyLength, headerLength)
  const bound = nacl.boxOpen(sealed.subarray(headerLength), nonce, ephemeralKey, recipientSecretKey)
  if (bound === null) throw refuse()
  if (!equalBytes(bound.subarray(0, contextLength), sha256(utf8(context)))) throw refuse()
  return bound.slice(contextLength)
}
