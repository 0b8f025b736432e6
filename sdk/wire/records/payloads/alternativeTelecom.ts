import { z } from 'zod'

const spreadSchema = z.strictObject({ mean: z.number(), std: z.number().min(0) })

/**
 * Aggregates of call detail records, names as in bandicoot. Location, night habits and the graph of contacts are left
 * out on purpose: they say too much about the person and about others (CREDIT-DATA 2.3, bit 8).
 */
export const alternativeTelecomSchema = z.strictObject({
  windowWeeks: z.int().min(1).max(520),
  activeDays: spreadSchema.optional(),
  numberOfInteractions: spreadSchema.optional(),
  numberOfContacts: spreadSchema.optional(),
  callDuration: spreadSchema.optional(),
  interactionsPerContact: spreadSchema.optional(),
  balanceOfContacts: spreadSchema.optional(),
  percentInitiatedConversations: spreadSchema.optional(),
  intereventTime: spreadSchema.optional(),
  numberOfRecharges: spreadSchema.optional(),
  amountRecharges: spreadSchema.optional(),
  intereventTimeRecharges: spreadSchema.optional(),
  percentParetoRecharges: spreadSchema.optional(),
  averageBalanceRecharges: spreadSchema.optional(),
})
