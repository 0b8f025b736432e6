import { credentialSchema } from '@creditmesh/sdk/wire/credentials.ts'
import {
  address,
  amount,
  bytes,
  hex32,
  publicKey,
  seconds,
  signatureHex,
  uint32,
} from '@creditmesh/sdk/wire/fields.ts'
import {
  consentGrantSchema,
  deliverySchema,
  offerSchema,
  queryTermsSchema,
} from '@creditmesh/sdk/wire/grants.ts'
import {
  claimsSchema,
  disclosureSchema,
  identificationCoreSchema,
} from '@creditmesh/sdk/wire/messages.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { recordSourceSchema } from '@creditmesh/sdk/wire/response.ts'
import { z } from 'zod'

/**
 * What a seller remembers of a leg, written before each step of PROTOCOL 4 that depends on it.
 *
 *   query: accepted -> (relaying ->) delivered -> received -> closed;  accepted, relaying -> closed as refused
 *   trade: offered -> delivered -> received -> closed;  offered -> closed as refused
 *
 * A restart continues from the state that stands here; each step may be repeated. A closed leg keeps the
 * evidence and nothing of the person.
 */
// Parsed by its schema before it was stored, and authenticated by the store.
const records = z.array(z.custom<UcrRecord>())

/** The one Delivery of a leg and the secrets behind it. `key` leaves this file only against a receipt. */
const deliveredSchema = z.strictObject({
  delivery: deliverySchema,
  deliveryHash: hex32,
  signature: signatureHex,
  box: bytes(4 * 1024 * 1024 + 1024),
  key: hex32,
  outcome: z.literal([1, 2]),
  outcomeSalt: hex32,
  deliveredAt: seconds,
})
export type Delivered = z.output<typeof deliveredSchema>

const answerFields = {
  delivered: deliveredSchema.optional(),
  /** The buyer's signature of the Receipt. */
  receipt: signatureHex.optional(),
  /** The Delivery's hash has been handed to the outbox, because no receipt came. */
  isPosted: z.boolean().optional(),
}

const peerSchema = z.strictObject({
  agency: address,
  /** Secret of the one-time key that seals this peer's offer and delivery to us. */
  oneTimeSecret: bytes(32),
  oneTimeKey: publicKey,
})
export type RelayPeer = z.output<typeof peerSchema>

const receivedOfferSchema = z.strictObject({
  offer: offerSchema,
  signature: signatureHex,
  claims: claimsSchema,
})
export type ReceivedOffer = z.output<typeof receivedOfferSchema>

const relaySchema = z.strictObject({
  stage: z.enum(['prepared', 'broadcast', 'chosen', 'traded', 'bought', 'nothing']),
  core: identificationCoreSchema,
  categories: uint32,
  priceCeiling: amount,
  peers: z.array(peerSchema),
  /** Of the disclosure those that hold, so that no peer takes a person's mistake for ours. */
  credentials: z.array(credentialSchema),
  chosen: receivedOfferSchema.extend({ tradeLegId: hex32 }).optional(),
  /** The next best, in case that the chosen one cannot be accepted. */
  offers: z.array(receivedOfferSchema).optional(),
  bought: z.strictObject({ records, sources: z.array(recordSourceSchema) }).optional(),
})
export type Relay = z.output<typeof relaySchema>

export const queryLegSchema = z.strictObject({
  kind: z.literal('query'),
  legId: hex32,
  queryId: hex32,
  state: z.enum(['accepted', 'relaying', 'delivered', 'received']),
  terms: queryTermsSchema,
  grant: consentGrantSchema,
  disclosure: disclosureSchema,
  oneTimeKey: publicKey,
  acceptedAt: seconds,
  relay: relaySchema.optional(),
  /** A trade was accepted and cannot be completed, so this leg can be answered no more; code of the error. */
  failure: z.string().optional(),
  ...answerFields,
})
export type QueryLeg = z.output<typeof queryLegSchema>

export const tradeLegSchema = z.strictObject({
  kind: z.literal('trade'),
  legId: hex32,
  queryId: hex32,
  state: z.enum(['offered', 'delivered', 'received']),
  offer: offerSchema,
  grant: consentGrantSchema,
  core: identificationCoreSchema,
  oneTimeKey: publicKey,
  content: z.strictObject({ records, claims: claimsSchema, contentSalt: hex32 }),
  /** The sealed answer to the identification, so that a repetition is byte-identical. */
  answer: bytes(64 * 1024),
  ...answerFields,
})
export type TradeLeg = z.output<typeof tradeLegSchema>

const closedLegSchema = z.strictObject({
  kind: z.literal('closed'),
  legId: hex32,
  queryId: hex32,
  buyer: address,
  state: z.enum(['settled', 'lapsed', 'refused']),
  settleBy: seconds,
  /** Code of the error for which the leg was refused. */
  refusal: z.string().optional(),
  delivery: deliverySchema.optional(),
  signature: signatureHex.optional(),
  receipt: signatureHex.optional(),
  /** `k` of a settled leg, which the chain shows to everyone. */
  key: hex32.optional(),
})
export type ClosedLeg = z.output<typeof closedLegSchema>

export type OpenLeg = QueryLeg | TradeLeg
export const legDocumentSchema = z.discriminatedUnion('kind', [
  queryLegSchema,
  tradeLegSchema,
  closedLegSchema,
])
export type LegDocument = z.output<typeof legDocumentSchema>

/** Keeps the evidence of a leg and drops the person: disclosure, records, one-time secrets, the box. */
export function closeLeg(leg: OpenLeg, state: ClosedLeg['state'], refusal?: string): ClosedLeg {
  const { legId, queryId, delivered, receipt } = leg
  const { buyer, settleBy } = leg.kind === 'query' ? leg.terms : leg.offer
  return {
    kind: 'closed',
    legId,
    queryId,
    buyer,
    state,
    settleBy,
    ...(refusal !== undefined && { refusal }),
    ...(delivered && { delivery: delivered.delivery, signature: delivered.signature }),
    ...(receipt !== undefined && { receipt }),
    ...(delivered && state === 'settled' && { key: delivered.key }),
  }
}
