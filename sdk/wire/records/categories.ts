import { MeshError } from '../../errors.ts'

/** CREDIT-DATA 2.3: the position of a name here is its bit in a consent's `categories`. Never reorder. */
export const categoryNames = [
  'identity',
  'tradeline',
  'creditAgreement',
  'relatedDuty',
  'inquiry',
  'publicRecord',
  'postpaid',
  'alternativeCashflow',
  'alternativeTelecom',
  'score',
  'annotation',
] as const

export type RecordCategory = (typeof categoryNames)[number]

/** All eleven bits. */
export const allCategories = (1 << categoryNames.length) - 1

export function categoryBit(category: RecordCategory): number {
  return 1 << categoryNames.indexOf(category)
}

export function categoryMask(categories: Iterable<RecordCategory>): number {
  let mask = 0
  for (const category of categories) mask |= categoryBit(category)
  return mask
}

/** The names in a mask, in the order of their bits. Throws `input.invalid` for a bit without a name. */
export function categoriesIn(mask: number): RecordCategory[] {
  if (!Number.isInteger(mask) || mask < 0 || mask > allCategories) {
    throw new MeshError('input.invalid', { detail: 'categories has a bit without a meaning' })
  }
  return categoryNames.filter((_, bit) => (mask & (1 << bit)) !== 0)
}
