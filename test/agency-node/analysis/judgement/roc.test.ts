import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const rows = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 9 })), { minLength: 2 })
  .filter((table) => new Set(table.map(([label]) => label)).size === 2)

/** Every pair of a bad and a good, ties half. */
function slowAuc(table: readonly (readonly [number, number])[]): number {
  const goods = table.filter(([label]) => label === 0)
  const bads = table.filter(([label]) => label === 1)
  const wins = bads.flatMap(([, bad]) =>
    goods.map(([, good]) => (bad > good ? 1 : bad === good ? 0.5 : 0)),
  )
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length
}

test('the area equals the share of pairs in the right order, ties counted half', () => {
  fc.assert(
    fc.property(rows, (table) => {
      const { auc, gini } = roc(
        table.map(([label]) => label),
        table.map(([, score]) => score),
      )
      expect(auc).toBeCloseTo(slowAuc(table), 12)
      expect(gini).toBeCloseTo(2 * auc - 1, 12)
    }),
  )
})

test('the order of the rows does not matter, to the bit', () => {
  fc.assert(
    fc.property(rows, (table) => {
      const of = (list: typeof table) =>
        roc(
          list.map(([label]) => label),
          list.map(([, score]) => score),
        )
      expect(of([...table].reverse())).toEqual(of(table))
    }),
  )
})

test('a score that says nothing has area one half and no distance', () => {
  expect(roc([0, 1, 0, 1], [3, 3, 3, 3])).toEqual({ auc: 0.5, gini: 0, ks: 0 })
})

test('error: one class only has no curve', () => {
  expect(() => roc([0, 0], [1, 2])).toThrowError('analysis.one_class')
  expect(() => roc([], [])).toThrowError('analysis.one_class')
})

test('error: NaN, infinities, other labels and other lengths are refused', () => {
  expect(() => roc([0, 1], [1, Number.NaN])).toThrowError('analysis.invalid_input')
  expect(() => roc([0, 1], [1, Number.POSITIVE_INFINITY])).toThrowError('analysis.invalid_input')
  expect(() => roc([0, 2], [1, 2])).toThrowError('analysis.invalid_input')
  expect(() => roc([0, 1], [1])).toThrowError('analysis.invalid_input')
})
