import { z } from 'zod'

const spreadSchema = z.strictObject({ mean: z.number(), std: z.number().min(0) })

/**
 * Aggregates of call detail records, names as in bandicoot. Location, night habits and the graph of contacts are left
 * out on purpose: they say too much about the person and about others (CREDIT-DATA 2.3, bit 8).
 */
export const alternativeTelecomSchema = z.strictObject({
  windowWeeks: z.int().min(1).max(520),
  active_days: spreadSchema.optional(),
  number_of_interactions: spreadSchema.optional(),
  number_of_contacts: spreadSchema.optional(),
  call_duration: spreadSchema.optional(),
  interactions_per_contact: spreadSchema.optional(),
  balance_of_contacts: spreadSchema.optional(),
  percent_initiated_conversations: spreadSchema.optional(),
  interevent_time: spreadSchema.optional(),
  number_of_recharges: spreadSchema.optional(),
  amount_recharges: spreadSchema.optional(),
  interevent_time_recharges: spreadSchema.optional(),
  percent_pareto_recharges: spreadSchema.optional(),
  average_balance_recharges: spreadSchema.optional(),
})
