import { calibration } from '@creditmesh/agency-node/analysis/judgement/calibration.ts'
import { expect, test } from 'vitest'

test('probabilities that come true exactly have no calibration error', () => {
  const { ece, brier } = calibration([1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25])
  expect(ece).toBe(0)
  expect(brier).toBeCloseTo(0.1875, 12)
})

test('a probability on an edge belongs to the bin below it, 0 to the first', () => {
  // .3 and .7 are not the product 3 * .1 and 7 * .1 in floating point.
  for (const edge of [0.1, 0.2, 0.3, 0.6, 0.7, 0.9]) {
    const alone = calibration([1, 0], [edge, edge - 0.05]).ece
    expect(alone).toBeCloseTo(Math.abs(1 - edge - (edge - 0.05)) / 2, 12)
  }
  expect(calibration([1, 0], [0, 0.1]).ece).toBeCloseTo(0.45, 12)
})

test('certainty that was wrong keeps the log loss finite', () => {
  const { logLoss } = calibration([1], [0])
  expect(logLoss).toBeGreaterThan(30)
  expect(Number.isFinite(logLoss)).toBe(true)
  // numpy: -log(1 - clip(1, 1e-15, 1 - 1e-15))
  expect(calibration([0], [1]).logLoss).toBeCloseTo(34.53957599234088, 9)
})

test('the test of Hosmer and Lemeshow needs three bins', () => {
  expect(calibration([0, 1], [0.2, 0.8], 2).hosmerLemeshow).toBeNull()
  expect(calibration([0, 1, 1], [0.2, 0.8, 0.9], 3).hosmerLemeshow).not.toBeNull()
})

test('error: what is no probability is refused', () => {
  expect(() => calibration([0], [1.1])).toThrowError('analysis.invalid_input')
  expect(() => calibration([0], [Number.NaN])).toThrowError('analysis.invalid_input')
  expect(() => calibration([], [])).toThrowError('analysis.invalid_input')
  expect(() => calibration([0], [0.5], 0)).toThrowError('analysis.invalid_input')
  expect(() => calibration([0], [0.5], 1e15)).toThrowError('analysis.invalid_input')
})
