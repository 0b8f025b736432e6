import { dateSchema } from '@creditmesh/sdk/wire/records/primitives.ts'
import { z } from 'zod'

/** What happened after the records' date: the label a model learns from. Never part of a credit record. */
export const outcomeSchema = z.strictObject({
  /** What was observed, as the source calls it: `default.payment.next.month`. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/),
  /** 1 = defaulted. */
  value: z.union([z.literal(0), z.literal(1)]),
  /** The last day of the records it belongs to; the outcome lies after it. */
  asOf: dateSchema,
})
export type Outcome = z.infer<typeof outcomeSchema>

/** For the fairness report only; kept apart from records so that no feature can use them by accident. */
export const protectedAttributesSchema = z.strictObject({
  sex: z.enum(['MALE', 'FEMALE', 'OTHER']).optional(),
  education: z.enum(['GRADUATE_SCHOOL', 'UNIVERSITY', 'HIGH_SCHOOL', 'OTHER']).optional(),
  marriage: z.enum(['MARRIED', 'SINGLE', 'OTHER']).optional(),
})
export type ProtectedAttributes = z.infer<typeof protectedAttributesSchema>
