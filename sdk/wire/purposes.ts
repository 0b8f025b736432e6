import { MeshError } from '../errors.ts'

/** CREDIT-DATA 3: why someone asks. Codes 11 to 15 cannot be granted by a person to a query user. */
export const purposes = {
  CREDIT_APPLICATION: 1,
  PREQUALIFICATION: 2,
  ACCOUNT_REVIEW: 3,
  COLLECTION: 4,
  GUARANTOR_CHECK: 5,
  TENANCY: 6,
  INSURANCE_UNDERWRITING: 7,
  EMPLOYMENT: 8,
  GOVERNMENT_BENEFIT: 9,
  MERCHANT_ADMISSION: 10,
  SUBJECT_ACCESS: 11,
  DISPUTE_REINVESTIGATION: 12,
  FRAUD_IDENTITY_CHECK: 13,
  LEGAL_PROCESS: 14,
  SUPERVISION_AUDIT: 15,
} as const

export type PurposeName = keyof typeof purposes
export type PurposeCode = (typeof purposes)[PurposeName]

export const lastGrantablePurpose = purposes.MERCHANT_ADMISSION

const names = Object.keys(purposes) as PurposeName[] // in the order of their codes

/** The name of a code, or the bare number where this version knows none. */
export function purposeName(code: number): string {
  return names[code - 1] ?? String(code)
}

/** The code of a purpose given by name or by code. Throws `input.invalid` for one that does not exist. */
export function purposeCode(purpose: PurposeName | number): number {
  const code = typeof purpose === 'number' ? purpose : purposes[purpose]
  if (names[(code ?? 0) - 1] !== undefined) return code
  throw new MeshError('input.invalid', {
    detail: `purpose: must be one of ${names.join(', ')}`,
    details: { field: 'purpose' },
  })
}
