import {
  allCategories,
  categoriesIn,
  categoryMask,
  categoryNames,
} from '@creditmesh/sdk/wire/records/categories.ts'
import { ucrRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('the bits are those of CREDIT-DATA 2.3', () => {
  expect(categoryNames.map((name) => [name, categoryMask([name])])).toEqual([
    ['identity', 1],
    ['tradeline', 2],
    ['creditAgreement', 4],
    ['relatedDuty', 8],
    ['inquiry', 16],
    ['publicRecord', 32],
    ['postpaid', 64],
    ['alternativeCashflow', 128],
    ['alternativeTelecom', 256],
    ['score', 512],
    ['annotation', 1024],
  ])
  expect(allCategories).toBe(2047)
})

test('every category has a record schema, and no other has', () => {
  const known = ucrRecordSchema.options.map((option) => option.shape.category.value)
  expect(known).toEqual([...categoryNames])
})

test('a mask gives back the categories that made it', () => {
  fc.assert(
    fc.property(fc.subarray([...categoryNames]), (names) => {
      expect(categoriesIn(categoryMask(names))).toEqual(names)
    }),
  )
})

test('error: a bit without a meaning is refused', () => {
  for (const mask of [2048, -1, 0.5, Number.NaN]) expect(() => categoriesIn(mask)).toThrow(/input/)
})
