import { type Bytes, fromHex, toHex, utf8 } from '../../crypto/bytes.ts'
import { hkdfSha256 } from '../../crypto/hash.ts'
import type { KeyPair, NaclSuite } from '../../crypto/nacl.ts'
import { MeshError } from '../../errors.ts'

const secretLength = 32
const salt = utf8('creditmesh/subject/1')
/** Order of secp256k1 (SEC 2, section 2.4.1). */
const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** The Ed25519 key that agencies enrol: it never signs anything that reaches the chain. */
export function rootKeyOf(nacl: NaclSuite, rootSecret: Uint8Array): KeyPair {
  return nacl.signKeyPair(derive(rootSecret, 'root', secretLength))
}

/**
 * The secp256k1 secret of one consent. Nothing on chain links two of them; the root finds them all again.
 * 48 bytes reduced modulo n - 1 are uniform but for 2^-128 (FIPS 186-5, A.2.1).
 */
export function consentSecretOf(rootSecret: Uint8Array, index: number): Bytes {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new MeshError('input.invalid', { detail: 'a consent key has an index from 0' })
  }
  const wide = derive(rootSecret, `consent/${index}`, 48)
  const scalar = (BigInt(toHex(wide)) % (curveOrder - 1n)) + 1n
  return fromHex(`0x${scalar.toString(16).padStart(2 * secretLength, '0')}`)
}

function derive(rootSecret: Uint8Array, purpose: string, length: number): Bytes {
  if (rootSecret.length !== secretLength) {
    throw new MeshError('key.invalid', { detail: 'a root secret is 32 bytes' })
  }
  return hkdfSha256(rootSecret, { salt, info: utf8(purpose), length })
}
