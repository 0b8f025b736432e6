import { binColumn, countBins } from '@creditmesh/agency-node/analysis/scorecard/binning.ts'
import { fitBinning } from '@creditmesh/agency-node/analysis/scorecard/optimalBinning.ts'
import type { BinCounts } from '@creditmesh/agency-node/analysis/scorecard/weightOfEvidence.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

function countsOf(
  column: Float64Array,
  y: readonly number[],
  cuts: readonly number[],
): BinCounts[] {
  const binning = { cuts, specials: [] }
  return countBins(binning, binColumn(binning, column), y).slice(0, cuts.length + 1)
}

function gainOf(bins: readonly BinCounts[], price: number): number {
  const part = (count: number) => (count === 0 ? 0 : count * Math.log(count))
  return bins.reduce(
    (sum, { good, bad }) => sum + part(good) + part(bad) - part(good + bad) - price,
    0,
  )
}

function isRising(bins: readonly BinCounts[]): boolean {
  const shares = bins.map(({ good, bad }) => bad / (good + bad))
  return shares.every((share, at) => at === 0 || share >= (shares[at - 1] as number) - 1e-12)
}

/** All ways to cut between seven values. */
function* everyPartition(values: number): Generator<number[]> {
  for (let mask = 0; mask < 1 << (values - 1); mask++) {
    yield Array.from({ length: values - 1 }, (_, at) => at).filter((at) => mask & (1 << at))
  }
}

const tables = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 1)), {
    minLength: 12,
    maxLength: 60,
  })
  .filter((rows) => new Set(rows.map(([, label]) => label)).size === 2)
  .filter((rows) => new Set(rows.map(([value]) => value)).size === 7)

test('no partition that keeps the rules is better than the one found', () => {
  fc.assert(
    fc.property(tables, fc.constantFrom('none', 'rising'), (rows, trend) => {
      const column = Float64Array.from(rows, ([value]) => value)
      const y = rows.map(([, label]) => label)
      const options = { trend, maxBins: 4, minimumShare: 0.1, pricePerBin: 0.3 } as const
      const found = fitBinning(column, y, options)
      const allowed = [...everyPartition(7)]
        .map((cuts) => countsOf(column, y, cuts))
        .filter((bins) => bins.length <= 4)
        .filter((bins) => bins.every(({ good, bad }) => good + bad >= 0.1 * rows.length))
        .filter((bins) => trend === 'none' || isRising(bins))
      const best = Math.max(...allowed.map((bins) => gainOf(bins, 0.3)))
      expect(gainOf(countsOf(column, y, found.cuts), 0.3)).toBeCloseTo(best, 9)
    }),
    { seed: 7 },
  )
})

/** 600 people: the share of bads grows with the value, except in the middle. */
function hump(): { column: Float64Array; y: number[] } {
  const column = Float64Array.from({ length: 600 }, (_, row) => Math.floor(row / 60))
  const badsOfSixty = [3, 6, 9, 30, 8, 20, 25, 30, 40, 50]
  const y = Array.from(column, (value, row) => (row % 60 < (badsOfSixty[value] as number) ? 1 : 0))
  return { column, y }
}

test('a rising trend holds in every bin, whatever the data say', () => {
  const { column, y } = hump()
  const { cuts } = fitBinning(column, y, { trend: 'rising' })
  expect(cuts.length).toBeGreaterThanOrEqual(2)
  expect(isRising(countsOf(column, y, cuts))).toBe(true)
  expect(isRising(countsOf(column, y, fitBinning(column, y).cuts))).toBe(false)
})

test('the automatic trend is the better of the two', () => {
  const { column, y } = hump()
  const options = { minimumShare: 0.05 }
  const automatic = fitBinning(column, y, { ...options, trend: 'auto' })
  expect(automatic).toEqual(fitBinning(column, y, { ...options, trend: 'rising' }))
  const turned = column.map((value) => 9 - value)
  const falling = fitBinning(turned, y, { ...options, trend: 'auto' })
  expect(falling).toEqual(fitBinning(turned, y, { ...options, trend: 'falling' }))
})

test('missing values and special codes do not move the cuts', () => {
  const { column, y } = hump()
  const plain = fitBinning(column, y, { minimumShare: 0 })
  const noise = Float64Array.of(...column, Number.NaN, -9, -9, Number.NaN)
  const noisy = fitBinning(noise, [...y, 1, 1, 0, 0], { minimumShare: 0, specials: [-9] })
  expect(noisy).toEqual({ cuts: plain.cuts, specials: [-9] })
})

test('the order of the rows does not move the cuts', () => {
  const { column, y } = hump()
  const reversed = fitBinning(Float64Array.from(column).reverse(), [...y].reverse())
  expect(reversed).toEqual(fitBinning(column, y))
})

test('a frequent value keeps a group of its own beside many others', () => {
  const column = Float64Array.from({ length: 3000 }, (_, row) => (row < 2000 ? 0 : row))
  const y = Array.from(column, (value, row) => (row % 10 < (value === 0 ? 1 : 6) ? 1 : 0))
  expect(fitBinning(column, y, { maxGroups: 10 }).cuts[0]).toBeLessThan(2000)
})

test('a constant column and a column of gaps have one regular bin', () => {
  const y = [0, 1, 0, 1]
  expect(fitBinning(Float64Array.of(3, 3, 3, 3), y).cuts).toEqual([])
  expect(fitBinning(new Float64Array(4).fill(Number.NaN), y).cuts).toEqual([])
})

test('error: one class, infinities and impossible options are refused', () => {
  const column = Float64Array.of(1, 2)
  expect(() => fitBinning(column, [0, 0])).toThrowError('analysis.one_class')
  expect(() => fitBinning(Float64Array.of(1, Number.POSITIVE_INFINITY), [0, 1])).toThrowError(
    'analysis.invalid_input',
  )
  expect(() => fitBinning(column, [0, 1], { maxBins: 0 })).toThrowError('analysis.invalid_input')
  expect(() => fitBinning(column, [0])).toThrowError('analysis.invalid_input')
})
