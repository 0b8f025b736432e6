import { z } from 'zod'
import { credentialSchema, keyLinkSchema } from './credentials.ts'
import {
  address,
  bytes,
  ed25519Signature,
  hex32,
  publicKey,
  seconds,
  signatureHex,
  uint16,
  uint32,
} from './fields.ts'
import { consentGrantSchema, deliverySchema, offerSchema, queryTermsSchema } from './grants.ts'

const smallSealed = bytes(64 * 1024)
/** A sealed response: at most a 4 MiB size class and its overhead. */
const sealedResponse = bytes(4 * 1024 * 1024 + 1024)

export const identifierSchema = z.strictObject({
  country: z.string().max(2),
  type: z.string().max(32),
  value: z.string().max(128),
})

/** What a person discloses to one agency about one consent, sealed to that agency, opaque to the lender. */
export const disclosureSchema = z.strictObject({
  tag: hex32,
  commitSalt: hex32,
  link: keyLinkSchema,
  credentials: z.array(credentialSchema).min(1).max(4),
  /** Opens the grant's `providersRoot`; absent if any admitted agency may supply. */
  providers: z.array(address).min(1).max(64).optional(),
})
export type Disclosure = z.output<typeof disclosureSchema>

/** What a person hands to a lender together with her application. */
export const consentPackageSchema = z.strictObject({
  grant: consentGrantSchema,
  signature: signatureHex,
  /** Opens the grant's `agencyScope`; absent unless the scope is a list. */
  agencies: z.array(address).min(1).max(64).optional(),
  disclosures: z.array(z.strictObject({ agency: address, keyEpoch: uint32, sealed: smallSealed })),
})
export type ConsentPackage = z.output<typeof consentPackageSchema>

/** The hidden part of a lender's ask; its keccak256 is `bodyHash` on chain, kept hiding by `salt`. */
export const askBodySchema = z.strictObject({
  identifier: identifierSchema,
  disclosure: smallSealed,
  oneTimeKey: publicKey,
  salt: hex32,
})
export type AskBody = z.output<typeof askBodySchema>

/** `POST /v1/legs/:legId/ask`: by a lender with terms, grant and body; by an agency for an accepted trade. */
export const askSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('query'),
    terms: queryTermsSchema,
    grant: consentGrantSchema,
    sealedBody: smallSealed,
  }),
  z.strictObject({ kind: z.literal('trade'), offer: offerSchema }),
])
export type Ask = z.output<typeof askSchema>

/** The answer to an ask: pending, or the one Delivery of the leg, byte-identical at each repetition. */
export const askAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('pending'), retryAfterMs: z.int().min(0).max(60_000) }),
  z.strictObject({
    status: z.literal('delivered'),
    delivery: deliverySchema,
    signature: signatureHex,
    box: sealedResponse,
  }),
])
export type AskAnswer = z.output<typeof askAnswerSchema>

/** `POST /v1/legs/:legId/receipt`: the buyer's signature of the Receipt, whose fields both sides know. */
export const receiptBodySchema = z.strictObject({ deliveryHash: hex32, signature: signatureHex })
export type ReceiptBody = z.output<typeof receiptBodySchema>

export const keyAnswerSchema = z.strictObject({ key: hex32 })
export type KeyAnswer = z.output<typeof keyAnswerSchema>

/** `GET /v1/legs/:legId`, for the two parties of the leg alone. */
export const legStateSchema = z.strictObject({
  legId: hex32,
  state: z.enum(['preparing', 'delivered', 'received', 'settled', 'lapsed', 'refused']),
  settleBy: seconds,
})

/** The part of an identification that is the same for every peer; its keccak256 is on the broadcast. */
export const identificationCoreSchema = z.strictObject({
  type: z.literal('creditmesh/identification/1'),
  queryId: hex32,
  parentLegId: hex32,
  asker: address,
  consentId: hex32,
  tag: hex32,
  salt: hex32,
  /** Offers after this are ignored. */
  offersBy: seconds,
  /** The deadlines that every trade of this broadcast must have: they nest in the lender's leg. */
  tradeReceiptBy: seconds,
  tradeSettleBy: seconds,
})
export type IdentificationCore = z.output<typeof identificationCoreSchema>

/** What the asking agency seals to one peer (PROTOCOL 5, step 2); its keccak256 is the offer's bodyHash. */
export const identificationBodySchema = z.strictObject({
  core: identificationCoreSchema,
  recipient: address,
  terms: queryTermsSchema,
  grant: consentGrantSchema,
  disclosure: disclosureSchema,
  categories: uint32,
  priceCeiling: z
    .string()
    .regex(/^\d{1,29}$/)
    .transform(BigInt),
  oneTimeKey: publicKey,
})
export type IdentificationBody = z.output<typeof identificationBodySchema>

/** `POST /v1/queries/:queryId/identify`. The answer is padded: an offer and a decline look alike outside. */
export const identifySchema = z.strictObject({ sealed: smallSealed })
export const identifyAnswerSchema = z.strictObject({ sealed: smallSealed })

/** What an offer claims of its content, checked on delivery. */
export const claimsSchema = z.strictObject({
  standard: z.literal('UCR/1.0'),
  categories: uint32,
  records: z.int().min(0).max(100_000),
  months: uint16,
  freshestAsOf: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
})
export type Claims = z.output<typeof claimsSchema>

/** The plaintext of an identify answer. */
export const offerAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offer'),
    offer: offerSchema,
    signature: signatureHex,
    claims: claimsSchema,
  }),
  z.strictObject({ kind: z.literal('decline') }),
])
export type OfferAnswer = z.output<typeof offerAnswerSchema>

/** Relayer: `POST /v1/consents` and the signed actions on one. */
export const recordConsentSchema = z.strictObject({
  grant: consentGrantSchema,
  signature: signatureHex,
})
export const consentActionSchema = z.strictObject({
  action: z.enum(['pause', 'resume', 'withdraw', 'cancel']),
  grant: consentGrantSchema,
  seq: uint32,
  deadline: seconds,
  signature: signatureHex,
})
export const amendConsentSchema = z.strictObject({
  oldGrant: consentGrantSchema,
  newGrant: consentGrantSchema,
  signature: signatureHex,
})
export const relayedAnswerSchema = z.strictObject({
  consentId: hex32,
  transactionHash: hex32,
  blockNumber: z.int().min(0),
})

/** A response in clear is signed by its agency's Ed25519 key of this epoch, over its canonical bytes. */
export const signedResponseSchema = z.strictObject({
  response: z.unknown(),
  keyEpoch: uint32,
  signature: ed25519Signature,
})
