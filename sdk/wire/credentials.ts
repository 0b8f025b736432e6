import { z } from 'zod'
import type { Hex } from '../crypto/bytes.ts'
import { toHex } from '../crypto/bytes.ts'
import { keccak256 } from '../crypto/hash.ts'
import type { NaclSuite } from '../crypto/nacl.ts'
import { address, ed25519Signature, hex32, publicKey, seconds, uint32 } from './fields.ts'
import { encodeMessage } from './json.ts'

const credentialFields = {
  type: z.literal('creditmesh/credential/1'),
  issuer: address,
  /** Epoch of the issuer's Ed25519 key. */
  keyEpoch: uint32,
  root: publicKey,
  tag: hex32,
  issuedAt: seconds,
  until: seconds,
  /** Makes the id, which is anchored on chain, say nothing about root and tag. */
  nonce: hex32,
}

/** An agency's statement "this root speaks for this tag until" (PROTOCOL 2). */
export const credentialSchema = z.strictObject({
  ...credentialFields,
  signature: ed25519Signature,
})
export type Credential = z.output<typeof credentialSchema>

const keyLinkFields = {
  type: z.literal('creditmesh/key-link/1'),
  root: publicKey,
  /** The fresh consent key that the root lets speak, for this one chain. */
  consentKey: address,
  chainId: z.int().positive(),
  notBefore: seconds,
  until: seconds,
}

/** The root's statement "this consent key is mine". */
export const keyLinkSchema = z.strictObject({ ...keyLinkFields, signature: ed25519Signature })
export type KeyLink = z.output<typeof keyLinkSchema>

type Unsigned<T> = Omit<T, 'signature'>

/** Signs a credential or a key link with the Ed25519 secret key of its issuer or root. */
export function signStatement<T extends Unsigned<Credential> | Unsigned<KeyLink>>(
  nacl: NaclSuite,
  statement: T,
  secretKey: Uint8Array,
): T & { signature: Uint8Array<ArrayBuffer> } {
  return { ...statement, signature: nacl.sign(encodeMessage(statement), secretKey) }
}

export function verifyStatement(
  nacl: NaclSuite,
  { signature, ...statement }: Credential | KeyLink,
  publicKeyOfSigner: Uint8Array,
): boolean {
  return nacl.verify(encodeMessage(statement), signature, publicKeyOfSigner)
}

/** The anchored id of a credential: hiding, because `nonce` is random and never on chain. */
export function credentialIdOf({ signature: _, ...statement }: Credential): Hex {
  return toHex(keccak256(encodeMessage(statement)))
}
