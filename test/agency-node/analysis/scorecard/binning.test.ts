import {
  binColumn,
  binCount,
  binOf,
  countBins,
  evidenceTable,
  missingBin,
} from '@creditmesh/agency-node/analysis/scorecard/binning.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const binning = { cuts: [10, 20], specials: [-9, -8] }

test('a value on a cut belongs to the bin below it', () => {
  expect([9, 10, 11, 20, 21].map((value) => binOf(binning, value))).toEqual([0, 0, 1, 1, 2])
})

test('each special code and the missing have a bin of their own', () => {
  expect([-9, -8, null, Number.NaN].map((value) => binOf(binning, value))).toEqual([3, 4, 5, 5])
  expect(binCount(binning)).toBe(6)
  expect(missingBin(binning)).toBe(5)
})

test('infinities fall into the outermost regular bins', () => {
  expect(binOf(binning, Number.NEGATIVE_INFINITY)).toBe(0)
  expect(binOf(binning, Number.POSITIVE_INFINITY)).toBe(2)
})

test('the search finds the bin that a plain scan finds', () => {
  const cutsAndValue = fc.tuple(fc.uniqueArray(fc.integer({ min: -50, max: 50 })), fc.integer())
  fc.assert(
    fc.property(cutsAndValue, ([unsorted, value]) => {
      const cuts = unsorted.sort((a, b) => a - b)
      const scanned = cuts.findIndex((cut) => value <= cut)
      expect(binOf({ cuts, specials: [] }, value)).toBe(scanned === -1 ? cuts.length : scanned)
    }),
  )
})

test('a code or gap with too few people weighs nothing, a regular bin counts whatever its size', () => {
  const column = Float64Array.of(5, 5, 15, 15, -9, Number.NaN, Number.NaN, Number.NaN)
  const y = [0, 1, 0, 1, 1, 0, 0, 1]
  const counts = countBins(binning, binColumn(binning, column), y)
  const { woe } = evidenceTable(binning, counts, 3)
  expect(woe[3]).toBe(0)
  expect(woe[5]).toBeCloseTo(Math.log(2 / 4 / (1 / 4)), 12)
})
