import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import type { NumericColumn } from '@creditmesh/agency-node/analysis/table.ts'
import {
  type CategoricalLevels,
  categoryLevel,
  fitLevels,
  type NumericLevels,
  numericLevel,
  writeLevels,
} from '@creditmesh/agency-node/analysis/trees/levels.ts'
import { expect, test } from 'vitest'
import { categorical, numeric } from './randomTable.ts'

test('few values get a level each, cut midway; codes and the missing get levels of their own', () => {
  const levels = fitLevels(numeric('a', [1, 3, -9, Number.NaN, 2, 3], [-9])) as NumericLevels
  expect([...levels.cuts]).toEqual([1.5, 2.5])
  const at = (value: number) => numericLevel(levels, value)
  expect([1, 1.5, 2, 9, -9, Number.NaN].map(at)).toEqual([0, 0, 1, 2, 3, 4])
  expect(levels.count).toBe(5)
})

test('what training never saw goes the way of the median or of the commonest category', () => {
  const quantities = fitLevels(numeric('a', [1, 2, 3, 4, 5], [-9])) as NumericLevels
  expect(numericLevel(quantities, Number.NaN)).toBe(2)
  expect(numericLevel(quantities, -9)).toBe(2)
  const classes = fitLevels(categorical('b', [0, 2, 2], ['x', 'y', 'z'])) as CategoricalLevels
  expect([0, 1, 2, -1].map((code) => categoryLevel(classes, code))).toEqual([0, 1, 1, 1])
})

test('many values share levels of about as many rows, however uneven', () => {
  const random = seededRandom(5)
  const values = Array.from({ length: 20_000 }, () => (random() < 0.5 ? 0 : random() ** 8))
  const column = numeric('a', values)
  const levels = fitLevels(column) as NumericLevels
  expect(levels.count).toBeGreaterThan(240)
  expect(levels.count).toBeLessThanOrEqual(256)
  const codes = new Uint8Array(values.length)
  writeLevels(levels, column, codes)
  const rows = new Map<number, number>()
  for (const code of codes) rows.set(code, (rows.get(code) ?? 0) + 1)
  const sizes = [...rows.values()].sort((a, b) => b - a)
  expect(sizes[1]).toBeLessThan(3 * (10_000 / 255))
})

test('many rows at once fall into the levels of one at a time', () => {
  const random = seededRandom(6)
  const values = Array.from({ length: 5000 }, () => (random() - 0.5) * 10 ** (6 * random()))
  values.push(Number.NaN, 1e300, -1e300)
  const column = numeric('a', values) as NumericColumn
  const levels = fitLevels(column) as NumericLevels
  const codes = new Uint8Array(values.length)
  writeLevels(levels, column, codes)
  expect([...codes]).toEqual(values.map((value) => numericLevel(levels, value)))
})

test('categories beyond a byte: the rare ones share a level', () => {
  const codes = Array.from({ length: 1000 }, (_, row) => (row < 700 ? row % 100 : row - 700))
  const categories = Array.from({ length: 300 }, (_, k) => `c${k}`)
  const levels = fitLevels(categorical('a', codes, categories)) as CategoricalLevels
  expect(levels.count).toBeLessThanOrEqual(256)
  expect(new Set(levels.levelOf).size).toBe(255)
  expect(categoryLevel(levels, 299)).toBe(categoryLevel(levels, 298))
})

test('a column that is missing throughout has one level', () => {
  const levels = fitLevels(numeric('a', [Number.NaN, Number.NaN])) as NumericLevels
  expect([Number.NaN, 7].map((value) => numericLevel(levels, value))).toEqual([1, 0])
  expect(fitLevels(categorical('b', [-1, -1], [])).count).toBe(1)
})

test('error: more special codes than fit beside the quantities', () => {
  const specials = Array.from({ length: 101 }, (_, k) => -k)
  expect(() => fitLevels(numeric('a', [1], specials))).toThrow('special codes')
})
