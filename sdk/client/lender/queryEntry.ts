import { z } from 'zod'
import type { Hex } from '../../chain/ids.ts'
import { type ErrorCode, isErrorCode } from '../../errors.ts'
import { amount, bytes, hex32, seconds, signatureHex } from '../../wire/fields.ts'
import { consentGrantSchema, deliverySchema, queryTermsSchema } from '../../wire/grants.ts'
import { legRecordSchema } from '../leg/legRecord.ts'

const rawTransaction = z.custom<Hex>((value) => /^0x(?:[0-9a-f]{2})+$/.test(String(value)))

const endingSchema = z.discriminatedUnion('kind', [
  /** No leg came to be: nothing was paid. */
  z.strictObject({
    kind: z.literal('refused'),
    code: z.custom<ErrorCode>(isErrorCode),
    detail: z.string(),
    at: seconds,
  }),
  /** The leg lapsed, and its escrow came back. */
  z.strictObject({ kind: z.literal('refunded'), at: seconds }),
])

/** Why the agency gave no answer the last time it was asked; the leg stands on the chain until it lapses. */
const refusalSchema = z.strictObject({
  code: z.custom<ErrorCode>(isErrorCode),
  detail: z.string(),
  check: z.string().optional(),
  at: seconds,
})

/** What stays of an answer that may not be kept: that it was given, what it cost, and what binds the agency to it. */
const forgottenSchema = z.strictObject({
  at: seconds,
  delivery: deliverySchema,
  deliveryHash: hex32,
  signature: signatureHex,
  /** As it was handed over; absent if its time was over before anybody looked. */
  shown: z
    .strictObject({
      outcome: z.enum(['hit', 'miss']),
      mode: z.literal([1, 2]),
      price: amount,
      verified: z.array(z.string().max(32)),
    })
    .optional(),
})
export type ForgottenAnswer = z.output<typeof forgottenSchema>

/**
 * A query in the lender's journal. It names nobody: the identifier stands only in `sealedBody`, which the agency
 * alone opens. Once delivered and keyed it holds what the person disclosed, until `forgetAnswer` takes that out.
 */
export const queryEntrySchema = z.strictObject({
  /** `accountNonceOf(idempotencyKey, accountSecret)`. */
  id: hex32,
  /** Tells apart two uses of one idempotency key; keyed, so that it gives nothing away. */
  parametersMac: hex32,
  createdAt: seconds,
  queryId: hex32,
  legId: hex32,
  terms: queryTermsSchema,
  grant: consentGrantSchema,
  scopeProof: z.array(hex32),
  /** Both until the answer is stored. */
  sealedBody: bytes(64 * 1024).optional(),
  oneTimeSecret: bytes(32).optional(),
  transaction: z.strictObject({ raw: rawTransaction, hash: hex32, nonce: z.int().min(0) }),
  requestBlock: z.int().min(0).optional(),
  leg: legRecordSchema,
  refusal: refusalSchema.optional(),
  forgotten: forgottenSchema.optional(),
  ending: endingSchema.optional(),
})
export type QueryEntry = z.output<typeof queryEntrySchema>

/** Where a query stands. `answered` and later need nothing more; `forgotten` was answered and may not be kept. */
export type QueryStage =
  | 'requested'
  | 'delivered'
  | 'answered'
  | 'forgotten'
  | 'refused'
  | 'refunded'

export function stageOf({ ending, forgotten, leg }: QueryEntry): QueryStage {
  if (ending !== undefined) return ending.kind
  if (forgotten !== undefined) return 'forgotten'
  if (leg.key !== undefined) return 'answered'
  return leg.delivered === undefined ? 'requested' : 'delivered'
}

export function isUnfinished(entry: QueryEntry): boolean {
  const stage = stageOf(entry)
  return stage === 'requested' || stage === 'delivered'
}

/** What is locked for a query: all that it can cost. */
export function escrowOf({ terms }: Pick<QueryEntry, 'terms'>): bigint {
  return terms.fee + terms.relayFee
}

/** Without what only an answer still to come would need. */
export function withoutSecrets({
  oneTimeSecret: _,
  sealedBody: __,
  ...entry
}: QueryEntry): QueryEntry {
  return entry
}

/** Keeps a lender's queries durably: what is resolved survives a kill. Entries are written by their id. */
export interface QueryJournal {
  /** Writes a new entry. Throws `store.conflict` if its id is taken. */
  append(entry: QueryEntry): Promise<void>
  /** Replaces an entry. */
  put(entry: QueryEntry): Promise<void>
  get(id: Hex): Promise<QueryEntry | null>
  list(): Promise<readonly QueryEntry[]>
}
