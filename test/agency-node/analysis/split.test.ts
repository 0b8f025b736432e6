import { createHash } from 'node:crypto'
import { correctPrior, splitByHash, undersample } from '@creditmesh/agency-node/analysis/split.ts'
import { expect, test } from 'vitest'

const y = Uint8Array.from({ length: 101 }, (_, row) => (row % 5 === 0 ? 1 : 0))
const sha = (text: string) => createHash('sha256').update(text).digest('hex')

test('seven tenths of each class train, in the order of the hash of name and row', () => {
  const { train, test } = splitByHash(y, 'taiwan')
  const bads = [...y.keys()].filter((row) => y[row] === 1)
  const expected = bads
    .toSorted((a, b) => (sha(`taiwan:${a}`) < sha(`taiwan:${b}`) ? -1 : 1))
    .slice(0, Math.floor(0.7 * bads.length))
  expect([...train].filter((row) => y[row] === 1)).toEqual(expected.toSorted((a, b) => a - b))
  expect([...train, ...test].toSorted((a, b) => a - b)).toEqual([...y.keys()])
})

test('further splits are others, and each is always the same', () => {
  expect(splitByHash(y, 'taiwan', 1)).not.toEqual(splitByHash(y, 'taiwan'))
  expect(splitByHash(y, 'taiwan', 1)).toEqual(splitByHash(y, 'taiwan#1'))
})

test('undersampling keeps every bad and as many goods', () => {
  const { train } = splitByHash(y, 'taiwan')
  const { rows, goodsKept } = undersample(y, train, 'taiwan')
  const bads = [...train].filter((row) => y[row] === 1)
  expect([...rows].filter((row) => y[row] === 1)).toEqual(bads)
  expect(rows.length).toBe(2 * bads.length)
  expect(goodsKept).toBeCloseTo(bads.length / (train.length - bads.length), 12)
})

test('the corrected probability is that of the odds times the share of goods kept', () => {
  expect(correctPrior(0.25, 0.5)).toBeCloseTo(0.2, 12)
  expect(correctPrior(1, 0.37)).toBeCloseTo(0.37, 12)
})

test('certainty stays certain, whatever share of the goods was kept', () => {
  for (let kept = 1; kept < 1000; kept++) {
    expect(correctPrior(kept / 1000, 1)).toBe(1)
    expect(correctPrior(kept / 1000, 0)).toBe(0)
  }
})
