import { z } from 'zod'
import {
  accountStatusSchema,
  accountTypeSchema,
  complianceConditionCodeSchema,
  fiveTierClassSchema,
  liabilitySchema,
  monthlyUsageSchema,
  paymentBucketSchema,
  paymentRatingSchema,
  portfolioTypeSchema,
  securityTypeSchema,
  specialEventKindSchema,
  termsFrequencySchema,
} from '../enums.ts'
import {
  currencySchema,
  dateSchema,
  moneySchema,
  monthSchema,
  positiveMoneySchema,
  referenceSchema,
  shortTextSchema,
} from '../primitives.ts'

export const paymentMonthSchema = z.strictObject({
  month: monthSchema,
  bucket: paymentBucketSchema,
  daysPastDue: z.int().min(0).max(36_500).nullable(),
  /** Present when the source gave months and the days are a mid-point. */
  daysPastDueEstimated: z.literal(true).optional(),
  amountPastDue: positiveMoneySchema.nullable(),
  statementBalance: moneySchema.optional(),
  paymentAmount: positiveMoneySchema.optional(),
  usage: monthlyUsageSchema.optional(),
})
export type PaymentMonth = z.infer<typeof paymentMonthSchema>

/** At most 60 months, newest first, each month once; months without a line are simply absent. */
export const paymentHistorySchema = z
  .array(paymentMonthSchema)
  .max(60)
  .refine(isNewestFirst, 'months must be newest first, each at most once')

function isNewestFirst(history: readonly { month: string }[]): boolean {
  return history.every((entry, i) => i === 0 || entry.month < (history[i - 1]?.month ?? ''))
}

/** CREDIT-DATA 2.4. The date of account information is the envelope's `asOf`. */
export const tradelineSchema = z.strictObject({
  accountRef: referenceSchema,
  portfolioType: portfolioTypeSchema,
  accountType: accountTypeSchema,
  /** Metro 2: ecoaCode. */
  liability: liabilitySchema.nullable(),
  currency: currencySchema,

  dateOpened: dateSchema.nullable(),
  maturityDate: dateSchema.nullable().optional(),
  dateClosed: dateSchema.nullable().optional(),
  creditLimit: positiveMoneySchema.nullable(),
  highestCredit: positiveMoneySchema.nullable().optional(),
  termsDuration: z.int().min(1).max(1200).nullable().optional(),
  termsFrequency: termsFrequencySchema.optional(),
  securityType: securityTypeSchema.optional(),
  interestTypeIndicator: z.enum(['FIXED', 'VARIABLE']).optional(),

  accountStatus: accountStatusSchema,
  paymentRating: paymentRatingSchema.optional(),
  fiveTierClass: fiveTierClassSchema.optional(),
  currentBalance: moneySchema.nullable(),
  amountPastDue: positiveMoneySchema.nullable(),
  scheduledMonthlyPaymentAmount: positiveMoneySchema.nullable().optional(),
  actualPaymentAmount: positiveMoneySchema.nullable().optional(),
  originalChargeOffAmount: positiveMoneySchema.nullable().optional(),
  /** Drives the purge; null when the delinquency began before the source's own history. */
  dateFirstDelinquency: dateSchema.nullable().optional(),
  dateFirstDelinquencyEstimated: z.literal(true).optional(),
  dateLastPayment: dateSchema.nullable().optional(),

  specialComment: shortTextSchema.optional(),
  specialEvents: z
    .array(
      z.strictObject({
        kind: specialEventKindSchema,
        date: dateSchema,
        amount: positiveMoneySchema.optional(),
      }),
    )
    .max(60)
    .optional(),
  paymentHistory: paymentHistorySchema,
  complianceConditionCode: complianceConditionCodeSchema.optional(),
})
export type Tradeline = z.infer<typeof tradelineSchema>
