import {
  breakEvenPd,
  type LimitOptions,
  riskBasedPrice,
  suggestLimit,
} from '@creditmesh/agency-node/analysis/duties/pricing.ts'
import { baselCapital } from '@creditmesh/agency-node/analysis/judgement/baselCapital.ts'
import { expect, test } from 'vitest'

const costs = { funding: 0.02, costs: 0.01, hurdle: 0.1, correlation: 0.04 }

test('at the price those who pay earn what all of them cost', () => {
  const price = riskBasedPrice({ pd: 0.05, lgd: 0.8, exposure: 0.9 }, costs)
  const { capital } = baselCapital({ pd: 0.05, lgd: 0.8, correlation: 0.04 })
  expect(price?.expectedLoss).toBeCloseTo(0.036, 12)
  const cost = 0.036 + 0.02 + 0.01 + 0.1 * capital * 0.9
  expect((price?.rate ?? 0) * 0.95).toBeCloseTo(cost, 12)
  const parts = Object.values(price?.parts ?? {}).reduce((sum, part) => sum + part, 0)
  expect(parts).toBeCloseTo(price?.rate ?? 0, 12)
})

test('without risk the price is the cost, and with certain default there is none', () => {
  expect(riskBasedPrice({ pd: 0, lgd: 0.8, exposure: 1 }, costs)?.rate).toBeCloseTo(0.03, 12)
  expect(riskBasedPrice({ pd: 1, lgd: 0.8, exposure: 1 }, costs)).toBeNull()
})

test('a loan pays below the break-even probability and not above', () => {
  expect(breakEvenPd(0.05, 0.45)).toBeCloseTo(0.1, 12)
  expect(breakEvenPd(0.05, 0)).toBe(1)
})

const options: LimitOptions = {
  roi: 0.05,
  lossShare: 0.45,
  lossBudget: 90,
  affordable: 10_000,
  most: 5_000,
  step: 100,
}

test('the limit is the largest that every bound allows, in whole steps', () => {
  expect(suggestLimit(0.01, options)).toMatchObject({ limit: 5000, bound: 'most' })
  // 90 / (.05 * .45) = 4,000; 90 / (.06 * .45) = 3,333.
  expect(suggestLimit(0.06, options)).toMatchObject({ limit: 3300, bound: 'lossBudget' })
  expect(suggestLimit(0.06, { ...options, affordable: 950 })).toMatchObject({
    limit: 900,
    bound: 'affordable',
  })
  expect(suggestLimit(0.06, options).expectedProfit).toBeCloseTo(3300 * (0.94 * 0.05 - 0.027), 9)
})

test('where the loan does not pay the limit is 0, however small', () => {
  expect(suggestLimit(0.1, options)).toEqual({
    limit: 0,
    bound: 'unprofitable',
    expectedProfit: 0,
  })
})

test('error: shares and amounts that are none', () => {
  expect(() => riskBasedPrice({ pd: 1.1, lgd: 0.8, exposure: 1 }, costs)).toThrowError()
  expect(() => riskBasedPrice({ pd: 0.1, lgd: 0.8, exposure: -1 }, costs)).toThrowError()
  expect(() =>
    riskBasedPrice({ pd: 0.1, lgd: 0.8, exposure: 1 }, { ...costs, funding: -1 }),
  ).toThrowError('funding')
  expect(() => suggestLimit(0.01, { ...options, step: 0 })).toThrowError('analysis.invalid_input')
  expect(() => suggestLimit(0.01, { ...options, most: Number.NaN })).toThrowError()
  expect(() => breakEvenPd(-1, 0)).toThrowError('analysis.invalid_input')
})
