import { z } from 'zod'
import type { JsonValue } from '../../crypto/canonicalJson.ts'
import { credentialSchema } from '../../wire/credentials.ts'
import { address, hex32, publicKey, seconds, signatureHex, uint32 } from '../../wire/fields.ts'
import { consentGrantSchema } from '../../wire/grants.ts'

const enrolmentSchema = z.strictObject({
  agencyName: z.string().max(64),
  credential: credentialSchema,
})
export type Enrolment = z.output<typeof enrolmentSchema>

const heldConsentSchema = z.strictObject({
  consentId: hex32,
  chainId: z.int().positive(),
  /** Of the Consents contract under whose domain it was signed. */
  consents: address,
  /** Which of the root's keys signed it. */
  keyIndex: uint32,
  grant: consentGrantSchema,
  signature: signatureHex,
  /** Opens the grant's commitment: whoever lacks it cannot tell whose consent this is. */
  commitSalt: hex32,
  granteeName: z.string().max(64),
  agencyNames: z.array(z.string().max(64)),
  /** Open the Merkle roots of the grant; absent where it has none. */
  agencies: z.array(address).optional(),
  providers: z.array(address).optional(),
  createdAt: seconds,
})
export type HeldConsent = z.output<typeof heldConsentSchema>

/** All that a person keeps. It holds her root secret: a store keeps it where only she can read it. */
export const walletStateSchema = z.strictObject({
  format: z.literal('creditmesh/wallet/1'),
  /** Grows by one at each change. */
  version: z.int().min(1),
  rootSecret: publicKey, // 32 bytes too
  nextKeyIndex: uint32,
  enrolments: z.array(enrolmentSchema),
  consents: z.array(heldConsentSchema),
})
export type WalletState = z.output<typeof walletStateSchema>

/** Keeps one JSON document durably: once `save` resolves, a crash loses nothing. */
export interface WalletStore {
  load(): Promise<JsonValue | null>
  /**
   * Replaces the document, atomically, if the stored one has this version (0: if there is none).
   * Throws `store.conflict` otherwise.
   */
  save(document: JsonValue, replacesVersion: number): Promise<void>
}
