import { z } from 'zod'

// Throughout the records: a member that is absent does not apply; a member that is null exists in the world, but the
// source does not know it. Evaluators warn about null where they would refuse an absent member.

/** Money: whole minor units of the payload's `currency` (ISO 4217). Negative = in the person's favour. */
export const moneySchema = z.int()
export const positiveMoneySchema = z.int().nonnegative()
export const currencySchema = z.string().regex(/^[A-Z]{3}$/)
export const countrySchema = z.string().regex(/^[A-Z]{2}$/)

/** `YYYY-MM-DD`, a day that exists. */
export const dateSchema = z.iso.date()
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
/** Unix time in whole seconds. */
export const secondsSchema = z.int().min(0).max(253_402_300_799) // the year 9999

/** Opaque names inside one furnisher: no meaning, no personal number inside. */
export const referenceSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)
/** A member of the network: its LEI, account address or short name. */
export const memberIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{1,63}$/)
export const hashSchema = z.string().regex(/^0x[0-9a-f]{64}$/)

export const shortTextSchema = z.string().min(1).max(200)
/** At most 100 words (CREDIT-DATA 4, statement); never on chain. Words and gaps share no character: matching is linear. */
export const statementSchema = z
  .string()
  .max(1000)
  .regex(/^\s*\S+(\s+\S+){0,99}\s*$/)
