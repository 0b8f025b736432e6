import { z } from 'zod'
import { hashSchema, secondsSchema, shortTextSchema } from '../primitives.ts'

/** An output, never an input of another score. */
export const scoreSchema = z.strictObject({
  scoreValue: z.int(),
  scale: shortTextSchema,
  /** SHA-256 of the model's canonical artefact. */
  modelId: hashSchema,
  modelVersion: shortTextSchema,
  computedAt: secondsSchema,
  inputsRoot: hashSchema,
  /** Adverse-action codes of CREDIT-DATA 4, most points lost first. */
  reasonCodes: z.array(z.string().regex(/^R(0[1-9]|1[0-6])$/)).max(4),
  consentId: hashSchema.optional(),
})
