import {
  populationStability,
  stabilityBand,
} from '@creditmesh/agency-node/analysis/judgement/populationStability.ts'
import { expect, test } from 'vitest'

test('sums what each bin moved times the logarithm of how much', () => {
  const psi = populationStability([50, 50], [80, 120])
  expect(psi).toBeCloseTo(-0.1 * Math.log(0.8) + 0.1 * Math.log(1.2), 12)
  expect(populationStability([80, 120], [50, 50])).toBeCloseTo(psi, 12)
})

test('a bin that emptied counts as a millionth', () => {
  const expected = (1e-6 - 0.5) * Math.log(1e-6 / 0.5) + 0.5 * Math.log(2)
  expect(populationStability([1, 1], [0, 5])).toBeCloseTo(expected, 12)
})

test('the bands begin at .10 and .25', () => {
  expect([0.0999, 0.1, 0.2499, 0.25].map(stabilityBand)).toEqual([
    'stable',
    'watch',
    'watch',
    'shifted',
  ])
})

test('error: other bins, no people, counts that are none', () => {
  expect(() => populationStability([1], [1, 2])).toThrowError('analysis.invalid_input')
  expect(() => populationStability([0, 0], [1, 2])).toThrowError('expected is empty')
  expect(() => populationStability([1, 1], [1, -2])).toThrowError('Bin 1 of actual')
  expect(() => populationStability([], [])).toThrowError('analysis.invalid_input')
})
