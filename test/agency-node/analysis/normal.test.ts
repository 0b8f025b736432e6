import { normalCdf, normalQuantile, normalTail } from '@creditmesh/agency-node/analysis/normal.ts'
import { expect, test } from 'vitest'

/** To 16 digits from scipy.stats.norm 1.17. */
const published: readonly (readonly [number, number])[] = [
  [-37, 5.725571222524577e-300],
  [-10, 7.619853024160495e-24],
  [-2.5, 0.006209665325776132],
  [-1, 0.15865525393145707],
  [0, 0.5],
  [0.3, 0.6179114221889526],
  [3, 0.9986501019683699],
]

test('the distribution function is right to twelve digits, far out too', () => {
  for (const [x, p] of published) {
    expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-12)
    expect(Math.abs(normalTail(-x) / p - 1)).toBeLessThan(1e-12)
  }
  expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0)
  expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1)
})

test('the quantile undoes it', () => {
  expect(normalQuantile(0.999)).toBeCloseTo(3.0902323061678132, 12)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
  for (let x = -30; x < 5; x += 0.37) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 9)
})

test('error: certainties have no quantile', () => {
  for (const p of [0, 1, -1, Number.NaN]) {
    expect(() => normalQuantile(p)).toThrowError('analysis.invalid_input')
  }
  expect(() => normalCdf(Number.NaN)).toThrowError('analysis.invalid_input')
})
