import { z } from 'zod'
import { currencySchema, hashSchema, moneySchema, positiveMoneySchema } from '../primitives.ts'

/** Derived from open-banking (Consumer Data Right) transactions; never the transactions themselves. */
export const alternativeCashflowSchema = z.strictObject({
  windowMonths: z.int().min(1).max(60),
  currency: currencySchema,
  incomeMonthlyMedian: positiveMoneySchema.nullable(),
  /** 1 - coefficient of variation of monthly income, floored at 0. */
  incomeStability: z.number().min(0).max(1).nullable(),
  obligationsMonthly: positiveMoneySchema.nullable(),
  nsfCount: z.int().min(0).nullable(),
  averageBalance: moneySchema.nullable(),
  minimumBalance: moneySchema.nullable(),
  rentDetected: z.boolean().nullable(),
  /** The consent under which the transactions were read. */
  consentId: hashSchema.optional(),
})
