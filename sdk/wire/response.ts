import { z } from 'zod'
import { type Bytes, utf8 } from '../crypto/bytes.ts'
import { canonicalJson } from '../crypto/canonicalJson.ts'
import type { NaclSuite } from '../crypto/nacl.ts'
import { MeshError } from '../errors.ts'
import { address, hex32, seconds, uint32 } from './fields.ts'
import { decodeMessage, parseWith, toJson } from './json.ts'
import { claimsSchema, signedResponseSchema } from './messages.ts'
import { categoryNames } from './records/categories.ts'
import { ucrRecordSchema } from './records/record.ts'

/** A locally computed score and what is needed to replay it (CREDIT-DATA 4, "Explanation of a score"). */
export const scoreSchema = z.strictObject({
  scoreValue: z.int(),
  scale: z.strictObject({ baseScore: z.int(), baseOdds: z.number(), pdo: z.number() }),
  modelId: hex32,
  modelVersion: z.string().max(64),
  computedAt: seconds,
  inputsRoot: hex32,
  probabilityOfDefault: z.number().min(0).max(1),
  band: z.string().max(32),
  reasonCodes: z
    .array(z.strictObject({ code: z.string().max(8), text: z.string().max(200) }))
    .max(4),
})
export type Score = z.output<typeof scoreSchema>

/** Why a hit carries no score: it was not consented to, the agency has no approved model, or the file is no basis. */
export const noScoreReasons = ['not_granted', 'no_model', 'no_basis'] as const
export type NoScoreReason = (typeof noScoreReasons)[number]

/** Where a record of a response comes from: the answering agency's own file, or a trade with a peer. */
export const recordSourceSchema = z.strictObject({
  recordId: z.string().max(128),
  source: z.enum(['own', 'trade', 'saved-trade']),
  supplier: address,
  tradeLegId: hex32.optional(),
})
export type RecordSource = z.output<typeof recordSourceSchema>

/** The plaintext of an answer to a lender. */
export const queryResponseSchema = z.strictObject({
  type: z.literal('creditmesh/query-response/1'),
  legId: hex32,
  queryId: hex32,
  consentId: hex32,
  agency: address,
  buyer: address,
  outcome: z.literal([1, 2]),
  outcomeSalt: hex32,
  issuedAt: seconds,
  categories: uint32,
  /** False when a category was asked for that neither the agency nor a peer could supply. */
  complete: z.boolean(),
  score: scoreSchema.nullable(),
  /** Of a hit without a score; absent where the agency does not say. */
  noScore: z.enum(noScoreReasons).optional(),
  /** How many records of each category there are, where the grant allows a summary. */
  summary: z.array(z.strictObject({ category: z.enum(categoryNames), records: uint32 })),
  /** Where the grant allows detail; the identity record only where it allows identity. */
  records: z.array(ucrRecordSchema),
  sources: z.array(recordSourceSchema),
})
export type QueryResponse = z.output<typeof queryResponseSchema>

/** The plaintext of what a holder delivers to the asking agency. */
export const tradeResponseSchema = z.strictObject({
  type: z.literal('creditmesh/trade-response/1'),
  legId: hex32,
  queryId: hex32,
  seller: address,
  buyer: address,
  outcome: z.literal([1, 2]),
  outcomeSalt: hex32,
  issuedAt: seconds,
  contentSalt: hex32,
  claims: claimsSchema,
  records: z.array(ucrRecordSchema),
})
export type TradeResponse = z.output<typeof tradeResponseSchema>

/** Signs a response and gives the bytes that are padded, hashed and encrypted. */
export function encodeSignedResponse(
  nacl: NaclSuite,
  response: QueryResponse | TradeResponse,
  signer: { keyEpoch: number; secretKey: Uint8Array },
): Bytes {
  const text = canonicalJson(toJson(response))
  const signature = nacl.sign(signedBytes(text), signer.secretKey)
  const envelope = { keyEpoch: signer.keyEpoch, signature }
  // `response` is spliced in as spelled, so that its canonical text is made once.
  return utf8(`{"response":${text},${canonicalJson(toJson(envelope)).slice(1)}`)
}

/**
 * Checks the signature over a response, then its schema. `keyOf` finds the agency's key of an epoch.
 * Throws `query.verification_failed` or `input.invalid`.
 */
export async function decodeSignedResponse<T extends z.ZodType>(
  nacl: NaclSuite,
  schema: T,
  encoded: Uint8Array,
  keyOf: (keyEpoch: number) => Promise<Uint8Array>,
): Promise<z.output<T>> {
  const envelope = decodeMessage(signedResponseSchema, encoded)
  // The envelope came through JSON.parse, so its values are JSON values.
  const text = canonicalJson(envelope.response as Parameters<typeof canonicalJson>[0])
  const key = await keyOf(envelope.keyEpoch)
  if (!nacl.verify(signedBytes(text), envelope.signature, key)) {
    throw new MeshError('query.verification_failed', {
      detail: 'the signature under the response does not verify',
      details: { check: 'agency_signature' },
    })
  }
  return parseWith(schema, envelope.response)
}

function signedBytes(text: string): Bytes {
  return utf8(`creditmesh/response/1\n${text}`)
}
