import { z } from 'zod'

/** What one month looked like. The integer `daysPastDue` beside it is the truth; letters are derived (crosswalk.ts). */
export const paymentBuckets = [
  'CURRENT',
  'NOT_DUE',
  'DPD_1_29',
  'DPD_30_59',
  'DPD_60_89',
  'DPD_90_119',
  'DPD_120_149',
  'DPD_150_179',
  'DPD_180_PLUS',
  'COLLECTION',
  'TERMINATED_UNPAID',
  'CHARGE_OFF',
  'GUARANTOR_PAID',
  'ASSET_SETTLED',
  'SETTLED_CLOSED',
  'FORECLOSED',
  'SURRENDERED',
  'REPOSSESSED',
  'BILL_ADJUSTED',
  'TOO_NEW_TO_RATE',
  'NO_DATA_THIS_MONTH',
  'NO_HISTORY_BEFORE',
] as const
export const paymentBucketSchema = z.enum(paymentBuckets)
export type PaymentBucket = (typeof paymentBuckets)[number]

/** How a current month was used; the source's own distinction where it draws one. */
export const monthlyUsageSchema = z.enum(['UNUSED', 'PAID_IN_FULL', 'REVOLVING'])

export const portfolioTypes = [
  'LINE_OF_CREDIT',
  'INSTALMENT',
  'MORTGAGE',
  'OPEN',
  'REVOLVING',
  'LEASE',
  'COLLECTION',
] as const
export const portfolioTypeSchema = z.enum(portfolioTypes)
export type PortfolioType = (typeof portfolioTypes)[number]

export const accountTypes = [
  'CREDIT_CARD',
  'CHARGE_CARD',
  'SEMI_CREDIT_CARD',
  'INSTALMENT_CARD',
  'HOME_LOAN',
  'HOME_EQUITY_LINE',
  'COMMERCIAL_PROPERTY_LOAN',
  'CAR_LOAN',
  'CAR_LEASE',
  'STUDENT_LOAN',
  'PERSONAL_LOAN',
  'CONSUMER_LOAN',
  'MICRO_LOAN',
  'BUSINESS_LOAN',
  'FARM_LOAN',
  'CREDIT_LINE',
  'OVERDRAFT',
  'BUY_NOW_PAY_LATER',
  'EQUIPMENT_LEASE',
  'PURCHASED_DEBT',
  'OTHER',
] as const
export const accountTypeSchema = z.enum(accountTypes)
export type AccountType = (typeof accountTypes)[number]

export const accountStatuses = [
  'CURRENT',
  'DPD_1_29',
  'DPD_30_59',
  'DPD_60_89',
  'DPD_90_119',
  'DPD_120_149',
  'DPD_150_179',
  'DPD_180_PLUS',
  'COLLECTION',
  'CHARGE_OFF',
  'GOVERNMENT_CLAIM',
  'DEED_IN_LIEU',
  'FORECLOSED',
  'SURRENDERED',
  'REPOSSESSED',
  'COLLATERAL_SHORT',
  'JUDICIAL_RECOVERY',
  'TRANSFERRED',
  'PAID',
  'PAID_WAS_SURRENDERED',
  'PAID_WAS_COLLECTION',
  'PAID_WAS_REPOSSESSED',
  'PAID_WAS_CHARGE_OFF',
  'PAID_WAS_FORECLOSED',
] as const
export const accountStatusSchema = z.enum(accountStatuses)
export type AccountStatus = (typeof accountStatuses)[number]

/** How the account was paid before it reached a status that does not say so: Metro 2's 0-6, G, L in words. */
export const paymentRatingSchema = z.enum([
  'CURRENT',
  'DPD_30_59',
  'DPD_60_89',
  'DPD_90_119',
  'DPD_120_149',
  'DPD_150_179',
  'DPD_180_PLUS',
  'COLLECTION',
  'CHARGE_OFF',
])

export const fiveTierClassSchema = z.enum([
  'NORMAL',
  'SPECIAL_MENTION',
  'SUBSTANDARD',
  'DOUBTFUL',
  'LOSS',
  'DEFAULT',
  'UNCLASSIFIED',
])

export const securityTypeSchema = z.enum([
  'PLEDGE',
  'MORTGAGE',
  'GUARANTEE',
  'NONE',
  'COMBINED_WITH_GUARANTEE',
  'COMBINED_WITHOUT_GUARANTEE',
  'JOINT',
  'OTHER',
])

export const liabilitySchema = z.enum([
  'INDIVIDUAL',
  'JOINT',
  'AUTHORISED_USER',
  'TERMINATED',
  'OTHER',
])

export const termsFrequencySchema = z.enum([
  'ONCE',
  'DAILY',
  'WEEKLY',
  'TEN_DAYS',
  'BIWEEKLY',
  'SEMIMONTHLY',
  'MONTHLY',
  'BIMONTHLY',
  'QUARTERLY',
  'THREE_A_YEAR',
  'SEMIANNUALLY',
  'ANNUALLY',
  'IRREGULAR',
])

export const specialEventKindSchema = z.enum([
  'EXTENSION',
  'THIRD_PARTY_REPAYMENT',
  'ASSET_SETTLEMENT',
  'EARLY_PAYOFF',
  'DEBT_RELIEF',
  'TRANSFER',
  'OTHER',
])

/**
 * Set and cleared by the dispute workflow only; Metro 2's codes. XA closed by the consumer; XB disputed; XC investigated,
 * the consumer disagrees; XD, XE the same two on an account that she closed; XF disputed as a billing error; XG
 * investigated as one, she disagrees; XH was disputed, resolved; XJ as XF on an account that she closed; XR remove.
 */
export const complianceConditionCodeSchema = z.enum([
  'XA',
  'XB',
  'XC',
  'XD',
  'XE',
  'XF',
  'XG',
  'XH',
  'XJ',
  'XR',
])
