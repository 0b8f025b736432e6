import { z } from 'zod'
import {
  currencySchema,
  dateSchema,
  memberIdSchema,
  monthSchema,
  positiveMoneySchema,
  referenceSchema,
  shortTextSchema,
} from '../primitives.ts'

/** Bills paid after use: telecom, utility, rent. */
export const postpaidSchema = z.strictObject({
  accountRef: referenceSchema,
  accountKind: z.enum(['TELECOM', 'UTILITY', 'RENT']),
  provider: memberIdSchema,
  serviceType: shortTextSchema.optional(),
  openedDate: dateSchema.nullable(),
  currentStatus: z.enum(['NORMAL', 'ARREARS']),
  currency: currencySchema,
  arrearsAmount: positiveMoneySchema.nullable(),
  accountingMonth: monthSchema,
  /** Newest first, from the accounting month back. */
  last24Months: z.array(z.enum(['NORMAL', 'ARREARS', 'NO_DATA'])).max(24),
})
