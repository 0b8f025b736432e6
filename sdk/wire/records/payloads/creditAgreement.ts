import { z } from 'zod'
import { currencySchema, dateSchema, positiveMoneySchema, referenceSchema } from '../primitives.ts'

/** A limit a person may draw on, whether or not an account uses it. */
export const creditAgreementSchema = z.strictObject({
  agreementRef: referenceSchema,
  limitType: z.enum(['REVOLVING', 'NON_REVOLVING', 'SHARED_CARD', 'SINGLE_CARD']),
  currency: currencySchema,
  creditLimit: positiveMoneySchema,
  usedAmount: positiveMoneySchema.nullable(),
  effectiveDate: dateSchema,
  expiryDate: dateSchema.nullable(),
  status: z.enum(['VALID', 'EXPIRED']),
  /** The common cap over several agreements. */
  limitCapId: referenceSchema.optional(),
})
