import { z } from 'zod'
import { type Bytes, type Hex, toHex, utf8 } from '../crypto/bytes.ts'
import { keccak256 } from '../crypto/hash.ts'
import type { NaclSuite } from '../crypto/nacl.ts'
import { ed25519Signature, uint32 } from './fields.ts'
import { encodeMessage } from './json.ts'
import { type IdentificationBody, identificationBodySchema } from './messages.ts'

/** What the asking agency seals to one peer: signed, so that a false one is evidence against it (PROTOCOL 5, step 2). */
export const signedIdentificationSchema = z.strictObject({
  body: identificationBodySchema,
  /** Epoch of the asker's Ed25519 key. */
  keyEpoch: uint32,
  signature: ed25519Signature,
})
export type SignedIdentification = z.output<typeof signedIdentificationSchema>

type Keccak = (bytes: Uint8Array) => Uint8Array

/** Names an identification without telling of whom: its core carries a salt. */
export function identificationBodyHash(body: IdentificationBody, keccak: Keccak = keccak256): Hex {
  return toHex(keccak(encodeMessage(body)))
}

export function signIdentification(
  nacl: Pick<NaclSuite, 'sign'>,
  body: IdentificationBody,
  { keyEpoch, secretKey }: { keyEpoch: number; secretKey: Uint8Array },
): SignedIdentification {
  const signature = nacl.sign(signedBytes(identificationBodyHash(body)), secretKey)
  return { body, keyEpoch, signature }
}

/** Whether this key signed the identification of this hash: all that is needed later, when the body is deleted. */
export function isSignedIdentification(
  nacl: Pick<NaclSuite, 'verify'>,
  { bodyHash, signature }: { bodyHash: Hex; signature: Uint8Array },
  publicKey: Uint8Array,
): boolean {
  return nacl.verify(signedBytes(bodyHash), signature, publicKey)
}

function signedBytes(bodyHash: Hex): Bytes {
  return utf8(`creditmesh/identification/1\n${bodyHash}`)
}
