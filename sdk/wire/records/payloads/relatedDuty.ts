import { z } from 'zod'
import { fiveTierClassSchema, liabilitySchema, paymentBucketSchema } from '../enums.ts'
import { currencySchema, dateSchema, positiveMoneySchema, referenceSchema } from '../primitives.ts'

/** A duty to repay somebody else's debt: co-borrower, guarantor. */
export const relatedDutySchema = z.strictObject({
  dutyRef: referenceSchema,
  dutyType: z.enum([
    'CO_BORROWER',
    'GUARANTOR',
    'ACCEPTOR',
    'RECEIVABLE_DEBTOR',
    'CORE_ENTERPRISE',
    'OTHER',
  ]),
  principalType: z.enum(['PERSON', 'ORGANISATION']),
  liability: liabilitySchema.optional(),
  currency: currencySchema,
  dutyAmount: positiveMoneySchema,
  balance: positiveMoneySchema.nullable(),
  effectiveDate: dateSchema.nullable().optional(),
  expiryDate: dateSchema.nullable().optional(),
  fiveTierClass: fiveTierClassSchema.optional(),
  paymentStatus: paymentBucketSchema.nullable(),
  overdueMonths: z.int().min(0).max(1200).nullable(),
})
