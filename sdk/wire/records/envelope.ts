import { z } from 'zod'
import { recordAnnotationSchema } from './payloads/annotation.ts'
import {
  dateSchema,
  hashSchema,
  memberIdSchema,
  referenceSchema,
  secondsSchema,
  shortTextSchema,
} from './primitives.ts'

export const ucrSchemaId = 'urn:creditmesh:schema:ucr:1.0'
export const ucrStandard = 'UCR/1.0'

/** Where a record came from, and what its holder may do with it. */
export const provenanceSchema = z.strictObject({
  source: z.enum(['FURNISHER', 'IMPORT', 'RELAYED', 'NETWORK', 'SUBJECT']),
  /** The public data set or file an import came from. */
  dataset: shortTextSchema.optional(),
  /** The pack of rules that computed `retainUntil`. */
  policyPack: z.enum(['CN', 'US', 'EU', 'RESEARCH']).optional(),
  consentId: hashSchema.optional(),
  /** Of a traded record: the query, the trade's leg, who sold it, and when. */
  queryId: hashSchema.optional(),
  tradeLegId: hashSchema.optional(),
  holderId: memberIdSchema.optional(),
  receivedAt: secondsSchema.optional(),
  /** When the person was told before an adverse item was reported (CREDIT-DATA 4, negative-report notice). */
  noticeSentAt: secondsSchema.optional(),
})
export type Provenance = z.infer<typeof provenanceSchema>

// What a person's record must never hold, under whatever name a member may choose.
const extensionName =
  /^(?!.*([Rr]eligio|[Gg]enetic|[Gg]enome|[Ff]ingerprint|[Bb]lood|[Dd]isease))[A-Za-z][A-Za-z0-9]{0,63}$/
const scalarSchema = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()])

/** `ext.<memberId>.<name>`: the only place for what the standard lacks. Flat on purpose. */
export const extensionSchema = z.record(
  memberIdSchema,
  z.record(
    z.string().regex(extensionName),
    z.union([scalarSchema, z.array(scalarSchema).max(100)]),
  ),
)

/** Everything of a record but `category` and `payload`. */
export const envelopeShape = {
  $schema: z.literal(ucrSchemaId),
  standard: z.literal(ucrStandard),
  /** Names this version of the record; a correction gets a new one and says what it supersedes. */
  recordId: referenceSchema,
  subjectRef: referenceSchema,
  furnisherId: memberIdSchema,
  asOf: dateSchema,
  reportedAt: secondsSchema,
  version: z.int().min(1),
  supersedes: referenceSchema.optional(),
  /** 1 = replaces what was reported before for the same period. */
  correctionIndicator: z.union([z.literal(0), z.literal(1)]),
  /** Null where no rule sets an end (research data). */
  retainUntil: dateSchema.nullable(),
  provenance: provenanceSchema,
  annotations: z.array(recordAnnotationSchema).max(100),
  ext: extensionSchema.optional(),
}
