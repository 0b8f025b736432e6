import { z } from 'zod'
import { currencySchema, dateSchema, positiveMoneySchema, shortTextSchema } from '../primitives.ts'

/** What an authority has made public; welfare, awards and qualifications are left out. */
export const publicRecordSchema = z.strictObject({
  recordType: z.enum([
    'TAX_ARREARS',
    'CIVIL_JUDGMENT',
    'ENFORCEMENT',
    'ADMIN_PENALTY',
    'BANKRUPTCY',
  ]),
  authority: shortTextSchema,
  caseRef: shortTextSchema.nullable(),
  filedDate: dateSchema,
  effectiveDate: dateSchema.nullable().optional(),
  resolvedDate: dateSchema.nullable().optional(),
  outcome: shortTextSchema.optional(),
  currency: currencySchema.optional(),
  amount: positiveMoneySchema.nullable().optional(),
  consumerInformationIndicator: z
    .enum(['PETITIONED', 'DISCHARGED', 'DISMISSED', 'WITHDRAWN', 'REAFFIRMED'])
    .optional(),
})
