import {
  lossDistribution,
  meanLossShare,
} from '@creditmesh/agency-node/analysis/duties/lossDistribution.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { expect, test } from 'vitest'

test('the peaks at both ends are p0 and p1', () => {
  const result = lossDistribution([0, 0, 0, 0.25, 0.5, 0.75, 1, 1.2])
  expect(result).toMatchObject({ p0: 3 / 8, p1: 2 / 8, defaults: 8, aboveWhole: 1 })
  expect(result.meanShare).toBeCloseTo(3.7 / 8, 12)
  expect(result.zero.low).toBeLessThan(3 / 8)
  // .25, .5, .75 lie a quarter of the way from the steps of thirds at most.
  expect(result.uniformDistance).toBeCloseTo(0.25, 12)
  expect(result.uniformP).toBeGreaterThan(0.9)
})

test('losses that crowd are told from the uniform ones that the EMP takes', () => {
  const random = seededRandom(9)
  const uniform = Float64Array.from({ length: 500 }, () => 0.01 + 0.98 * random())
  const crowded = uniform.map((share) => 0.4 + share / 10)
  expect(lossDistribution(uniform).uniformP).toBeGreaterThan(0.01)
  expect(lossDistribution(crowded).uniformP).toBeLessThan(1e-6)
})

test('where losses end at the LGD the upper peak can be set there', () => {
  expect(lossDistribution([0.1, 0.8, 0.8, 0.02], { zeroUpTo: 0.05, wholeFrom: 0.8 })).toMatchObject(
    {
      p0: 0.25,
      p1: 0.5,
    },
  )
  expect(lossDistribution([0, 1]).uniformP).toBeNull()
})

test('the mean of the model is that of its three parts', () => {
  expect(meanLossShare({ p0: 0.55, p1: 0.1 })).toBeCloseTo(0.1 + 0.35 / 2, 12)
})

test('error: no defaults, negative losses, ends that cross', () => {
  expect(() => lossDistribution([])).toThrowError('analysis.invalid_input')
  expect(() => lossDistribution([-0.1])).toThrowError('analysis.invalid_input')
  expect(() => lossDistribution([Number.NaN])).toThrowError('analysis.invalid_input')
  expect(() => lossDistribution([0.5], { zeroUpTo: 0.9, wholeFrom: 0.8 })).toThrowError()
})
