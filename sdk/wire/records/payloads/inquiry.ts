import { z } from 'zod'
import { hashSchema, memberIdSchema, secondsSchema } from '../primitives.ts'

/** Written by the network itself: the access log and the list of inquiries are one thing. */
export const inquirySchema = z.strictObject({
  inquiredAt: secondsSchema,
  inquirerType: z.enum(['QUERY_USER', 'AGENCY', 'AUTHORITY', 'SUBJECT']),
  inquirerId: memberIdSchema,
  /** CREDIT-DATA 3. */
  purposeCode: z.int().min(1).max(15),
  consentId: hashSchema.optional(),
  kind: z.enum(['HARD', 'SOFT']),
  mode: z.union([z.literal(1), z.literal(2)]),
  onChainTx: hashSchema.optional(),
})
