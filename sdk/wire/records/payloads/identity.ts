import { z } from 'zod'
import { countrySchema, dateSchema, shortTextSchema } from '../primitives.ts'

const addressSchema = z.strictObject({
  lines: z.array(shortTextSchema).min(1).max(4),
  city: shortTextSchema.optional(),
  state: shortTextSchema.optional(),
  zipCode: z.string().max(16).optional(),
  countryCode: countrySchema,
  addressIndicator: z
    .enum(['CONFIRMED', 'KNOWN', 'SHARED', 'BUSINESS', 'NON_DELIVERABLE', 'OTHER'])
    .optional(),
  residenceCode: z.enum(['OWNS', 'RENTS', 'OTHER']).optional(),
})

const employmentSchema = z.strictObject({
  employer: shortTextSchema,
  occupation: shortTextSchema.optional(),
})

/**
 * Spouse, sex and education are left out on purpose (fairness, minimisation), and so is every forbidden payload:
 * religion, genes, fingerprints, blood type, disease. A year of birth serves where the source has no date.
 */
export const identitySchema = z.strictObject({
  surname: shortTextSchema.nullable(),
  firstName: shortTextSchema.nullable(),
  middleName: shortTextSchema.optional(),
  generationCode: z.string().max(8).optional(),
  dateBirth: dateSchema.nullable().optional(),
  yearBirth: z.int().min(1850).max(2200).nullable().optional(),
  nationalIds: z
    .array(
      z.strictObject({
        country: countrySchema,
        type: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
        value: z.string().min(1).max(64),
      }),
    )
    .max(10),
  phones: z
    .array(z.string().regex(/^\+?[0-9 ()-]{4,24}$/))
    .max(10)
    .optional(),
  addresses: z.array(addressSchema).max(20).optional(),
  employment: z.array(employmentSchema).max(20).optional(),
})
export type Identity = z.infer<typeof identitySchema>
