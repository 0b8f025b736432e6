import { z } from 'zod'
import { referenceSchema, secondsSchema, shortTextSchema, statementSchema } from '../primitives.ts'

export const annotationKindSchema = z.enum([
  'DISPUTE',
  'SUBJECT_STATEMENT',
  'FRAUD_ALERT',
  'FREEZE',
  'IDENTITY_THEFT',
  'DATA_QUALITY',
])

const annotationShape = {
  kind: annotationKindSchema,
  text: statementSchema.optional(),
  openedAt: secondsSchema,
  closedAt: secondsSchema.optional(),
  outcome: shortTextSchema.optional(),
}

/** A note on the record that carries it. `evaluator` names the rule behind a DATA_QUALITY note. */
export const recordAnnotationSchema = z.strictObject({
  ...annotationShape,
  evaluator: z
    .string()
    .regex(/^[a-z][a-z0-9-]{2,63}$/)
    .optional(),
})
export type RecordAnnotation = z.infer<typeof recordAnnotationSchema>

/** A note of its own, on another record or on the whole person. */
export const annotationSchema = z.strictObject({
  ...annotationShape,
  scope: z.union([z.literal('subject'), referenceSchema]),
})
