import { modelProfit } from '@creditmesh/agency-node/analysis/judgement/modelProfit.ts'
import { expect, test } from 'vitest'

const portfolio = {
  amount: [100, 200, 100, 100],
  exposureAtDefault: [50, 100, 100, 50],
  lgd: 0.8,
  roi: 0.1,
}

test('adds up Table 2 of the paper', () => {
  // Lambda is .8 and .4; at both the best corner rejects the two bads alone.
  const result = modelProfit([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], {
    ...portfolio,
    lossShare: 'empirical',
  })
  expect(result).toMatchObject({ fraction: 0.5, rejected: 2, cutoff: 0.8 })
  expect(result.emp).toBeCloseTo((0.8 + 0.4) / 2 / 2, 12)
  expect(result.profit).toBeCloseTo(0.1 * 300, 12)
  expect(result.profitAcceptAll).toBeCloseTo(0.1 * 300 - 0.8 * 150, 12)
})

test('a rejected good costs what it would have earned', () => {
  const { rejected, profit } = modelProfit([0, 1], [0.9, 0.9], {
    amount: [100, 100],
    exposureAtDefault: [0, 100],
    lgd: 1,
    roi: 0.1,
    lossShare: { p0: 0, p1: 1 },
  })
  expect(rejected).toBe(2)
  expect(profit).toBeCloseTo(-10, 12)
})

test('of equal scores the lower rows are rejected first, and a half rounds up', () => {
  // Of two bads one is better kept (lambda 0): the mean of 0 and 1 people is a half.
  const { rejected, cutoff, profit } = modelProfit([1, 1, 0], [0.5, 0.5, 0.1], {
    amount: [1, 1, 1],
    exposureAtDefault: [0, 1, 0],
    lgd: 1,
    roi: 0.1,
    lossShare: 'empirical',
  })
  expect(rejected).toBe(1)
  expect(cutoff).toBe(0.5)
  expect(profit).toBeCloseTo(0.1 - 1, 12)
})

test('where rejecting and accepting earn alike nobody is rejected, whatever the last digit says', () => {
  // Both lambdas are .45 x 1500 / 3000, the corner of three goods and two bads pays from .15 x 3 / 2: .225 on paper.
  const { fraction, rejected } = modelProfit([0, 0, 0, 1, 1, 0], [1, 1, 1, 1, 1, 0], {
    amount: [3000, 3000, 3000, 3000, 3000, 3000],
    exposureAtDefault: [0, 0, 0, 1500, 1500, 0],
    lgd: 0.45,
    roi: 0.15,
    lossShare: 'empirical',
  })
  expect({ fraction, rejected }).toEqual({ fraction: 0, rejected: 0 })
})

test('exposure above the loan makes lambda exceed 1, and it counts in full', () => {
  const { emp } = modelProfit([0, 1], [0.1, 0.9], {
    amount: [100, 100],
    exposureAtDefault: [0, 300],
    lgd: 1,
    roi: 0.1,
    lossShare: 'empirical',
  })
  expect(emp).toBeCloseTo(3 / 2, 12)
})

test('error: no amount, a negative exposure and losses above all are refused', () => {
  const of = (wrong: object) => () =>
    modelProfit([0, 0, 1, 1], [1, 2, 3, 4], { ...portfolio, lossShare: 'empirical', ...wrong })
  expect(of({ amount: [100, 0, 100, 100] })).toThrowError('The amount of row 1')
  expect(of({ exposureAtDefault: [0, 0, -1, 0] })).toThrowError('The exposure of row 2')
  expect(of({ exposureAtDefault: [0] })).toThrowError('analysis.invalid_input')
  expect(of({ lgd: 1.2 })).toThrowError('analysis.invalid_input')
  expect(of({ roi: -0.1 })).toThrowError('analysis.invalid_input')
})
