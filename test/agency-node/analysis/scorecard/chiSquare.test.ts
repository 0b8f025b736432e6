import { chiSquareTail, logGamma } from '@creditmesh/agency-node/analysis/scorecard/chiSquare.ts'
import { expect, test } from 'vitest'

test('with two degrees of freedom the tail is exp(-x / 2)', () => {
  for (const x of [0.01, 1, 3, 7.5, 40])
    expect(chiSquareTail(x, 2)).toBeCloseTo(Math.exp(-x / 2), 13)
})

test('the table of critical values holds', () => {
  // Upper 5 % points, as printed in any table.
  expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12)
  expect(chiSquareTail(15.50731305586545, 8)).toBeCloseTo(0.05, 12)
  expect(chiSquareTail(124.34211340400408, 100)).toBeCloseTo(0.05, 11)
})

test('the ends are 1 and 0', () => {
  expect(chiSquareTail(0, 3)).toBe(1)
  expect(chiSquareTail(Number.POSITIVE_INFINITY, 3)).toBe(0)
})

test('ln Gamma is ln of the factorial', () => {
  expect(logGamma(1)).toBeCloseTo(0, 13)
  expect(logGamma(6)).toBeCloseTo(Math.log(120), 13)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
})
