import { delong } from '@creditmesh/agency-node/analysis/judgement/delong.ts'
import { normalTail } from '@creditmesh/agency-node/analysis/normal.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** Every pair of a bad and a good, as the paper of 1988 writes it. */
function slowDelong(y: readonly number[], scores: readonly (readonly number[])[]) {
  const of = (label: number) => y.flatMap((each, row) => (each === label ? [row] : []))
  const [goods, bads] = [of(0), of(1)]
  const wins = (score: readonly number[], bad: number, good: number) =>
    Math.sign((score[bad] as number) - (score[good] as number)) / 2 + 0.5
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length
  const variance = (list: readonly number[]) =>
    list.reduce((sum, x) => sum + (x - mean(list)) ** 2, 0) / (list.length - 1)
  const [a, b] = scores as [readonly number[], readonly number[]]
  const gapOfBads = bads.map((bad) => mean(goods.map((g) => wins(a, bad, g) - wins(b, bad, g))))
  const gapOfGoods = goods.map((g) => mean(bads.map((bad) => wins(a, bad, g) - wins(b, bad, g))))
  const spread = variance(gapOfBads) / bads.length + variance(gapOfGoods) / goods.length
  return { gap: mean(gapOfBads), spread }
}

const row = fc.tuple(fc.constantFrom(0, 1), fc.integer({ max: 6, min: 0 }), fc.nat({ max: 6 }))
const table = fc
  .array(row, { minLength: 4, maxLength: 40 })
  .filter((rows) => [0, 1].every((label) => rows.filter(([y]) => y === label).length > 1))

test('z equals the one over all pairs of bads and goods', () => {
  fc.assert(
    fc.property(table, (rows) => {
      const y = rows.map(([label]) => label)
      const a = rows.map(([, score]) => score)
      const b = rows.map(([, , score]) => score)
      const { gap, spread } = slowDelong(y, [a, b])
      const { z, p } = delong(y, a, b)
      fc.pre(spread > 1e-12)
      expect(z).toBeCloseTo(gap / Math.sqrt(spread), 8)
      expect(p).toBeCloseTo(2 * normalTail(Math.abs(z)), 12)
    }),
  )
})

test('scores of one order do not differ, exactly', () => {
  const y = [0, 1, 0, 1, 1]
  const score = [1, 2, 3, 4, 4]
  const { z, p } = delong(
    y,
    score,
    score.map((value) => Math.exp(value)),
  )
  expect({ z, p }).toEqual({ z: 0, p: 1 })
  expect(delong([0, 1], [1, 2], [3, 9])).toMatchObject({ z: 0, p: 1 })
})

test('a perfect score against its reverse leaves no doubt', () => {
  expect(delong([0, 0, 1, 1], [1, 2, 3, 4], [4, 3, 2, 1])).toEqual({
    auc: [1, 0],
    z: Number.POSITIVE_INFINITY,
    p: 0,
  })
})

test('error: one row of a class tells no variance, and one class no area', () => {
  expect(() => delong([0, 0, 1], [1, 2, 3], [2, 3, 1])).toThrowError('two goods and two bads')
  expect(() => delong([0, 0], [1, 2], [1, 2])).toThrowError('analysis.one_class')
  expect(() => delong([0, 1], [1, 2], [1])).toThrowError('analysis.invalid_input')
  expect(() => delong([0, 1], [1, Number.NaN], [1, 2])).toThrowError('Row 1 of a')
})
