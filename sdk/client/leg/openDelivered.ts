import type { z } from 'zod'
import { type LegId, type Outcome, outcomeCommitment, sameHex } from '../../chain/ids.ts'
import { type Bytes, fromHex, type Hex, toHex } from '../../crypto/bytes.ts'
import { openResponse } from '../../crypto/fairExchange.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import { unpad } from '../../crypto/padding.ts'
import type { EcdsaSuite } from '../../crypto/secp256k1.ts'
import { MeshError } from '../../errors.ts'
import { decodeSignedResponse } from '../../wire/response.ts'
import type { DeliveredLeg } from './legRecord.ts'
import type { LegTerms } from './legTerms.ts'
import { type LegCheck, verificationFailed } from './verificationFailure.ts'

/** What every response says of the leg it belongs to. */
export interface LegResponse {
  readonly legId: Hex
  readonly queryId: Hex
  readonly buyer: Hex
  readonly outcome: Outcome
  readonly outcomeSalt: Hex
}

/** How a kind of response is read and judged. */
export interface ResponseReader<Schema extends z.ZodType<LegResponse>> {
  readonly schema: Schema
  sellerOf(response: z.output<Schema>): Hex
  /** Judges what only this kind has: records, claims. Throws `query.verification_failed`. */
  inspect(response: z.output<Schema>): void
  /** The seller's Ed25519 key of an epoch, from the chain. */
  keyOf(keyEpoch: number): Promise<Uint8Array>
}

/** What was checked of a leg before its response is given to anyone. A failure throws instead. */
export interface LegVerification {
  readonly deliverySignature: true
  readonly cipherHash: true
  readonly whitenerHash: true
  readonly keyHash: true
  readonly responseHash: true
  readonly agencySignature: true
  readonly outcome: true
  readonly schema: true
}

const verified: LegVerification = {
  deliverySignature: true,
  cipherHash: true,
  whitenerHash: true,
  keyHash: true,
  responseHash: true,
  agencySignature: true,
  outcome: true,
  schema: true,
}

/**
 * Reads a leg whose Delivery passed `checkDelivery` and whose `k` matches its key hash: decrypts, compares with
 * every hash of the Delivery, checks the agency's signature and schema. Throws `query.verification_failed`.
 */
export async function openDelivered<Schema extends z.ZodType<LegResponse>>(
  { terms, delivered, key }: { terms: LegTerms; delivered: DeliveredLeg; key: Hex },
  reader: ResponseReader<Schema>,
  { nacl, ecdsa }: { readonly nacl: NaclSuite; readonly ecdsa: EcdsaSuite },
): Promise<{ response: z.output<Schema>; verification: LegVerification }> {
  const { legId } = terms
  const { delivery, cipher } = delivered
  const keys = { key: fromHex(key), whitener: fromHex(delivered.whitener) }
  const padded = openResponse(nacl, { legId, ...keys, cipher })
  if (toHex(ecdsa.keccak256(padded)) !== delivery.responseHash) {
    throw verificationFailed(legId, 'response_hash', {
      detail: 'the response is not the one whose hash was delivered',
    })
  }
  const encoded = attempt(legId, 'padding', () => unpad(padded))
  const response = await readSigned(legId, encoded, { reader, nacl })
  requireOutcome(response, delivered, ecdsa)
  requireBinding(response, terms, reader.sellerOf(response))
  reader.inspect(response)
  return { response, verification: verified }
}

async function readSigned<Schema extends z.ZodType<LegResponse>>(
  legId: LegId,
  encoded: Bytes,
  { reader, nacl }: { reader: ResponseReader<Schema>; nacl: NaclSuite },
): Promise<z.output<Schema>> {
  try {
    return await decodeSignedResponse(nacl, reader.schema, encoded, reader.keyOf)
  } catch (cause) {
    if (!(cause instanceof MeshError)) throw cause
    if (cause.code === 'input.invalid') {
      throw verificationFailed(legId, 'schema', { detail: cause.detail, cause })
    }
    if (cause.code !== 'query.verification_failed') throw cause // the chain was not there: no verdict
    throw verificationFailed(legId, 'agency_signature', { detail: cause.detail, cause })
  }
}

function requireOutcome(
  { outcome, outcomeSalt }: LegResponse,
  { delivery }: DeliveredLeg,
  { keccak256 }: EcdsaSuite,
): void {
  const { legId } = delivery
  if (outcomeCommitment(legId, outcome, outcomeSalt, keccak256) !== delivery.outcomeCommitment) {
    throw verificationFailed(legId, 'outcome', {
      detail: 'the response opens another outcome than the one committed to',
    })
  }
}

function requireBinding(response: LegResponse, terms: LegTerms, seller: Hex): void {
  const isBound =
    sameHex(response.legId, terms.legId) &&
    sameHex(response.queryId, terms.queryId) &&
    sameHex(response.buyer, terms.buyer) &&
    sameHex(seller, terms.seller)
  if (!isBound) {
    throw verificationFailed(terms.legId, 'binding', {
      detail: 'the response was written for another leg or between other parties',
    })
  }
}

function attempt<T>(legId: LegId, check: LegCheck, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const detail = cause instanceof MeshError ? cause.detail : 'malformed'
    throw verificationFailed(legId, check, { detail, cause })
  }
}
