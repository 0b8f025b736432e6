import {
  expectedMaximumProfit,
  type ProfitParameters,
} from '@creditmesh/agency-node/analysis/judgement/expectedMaximumProfit.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const parameters = { p0: 0.55, p1: 0.1, roi: 0.2644 }

/** The profit of the best cut-off of all, summed over a fine grid of lambda: no hull. */
function slowEmp(
  y: readonly number[],
  score: readonly number[],
  { p0, p1, roi }: ProfitParameters,
) {
  const cuts = [...new Set(score), Number.POSITIVE_INFINITY]
  const rejected = cuts.map((cut) => {
    const of = (label: number) => score.filter((s, row) => y[row] === label && s >= cut).length
    return { goods: of(0) / y.length, bads: of(1) / y.length }
  })
  const best = (lambda: number) =>
    Math.max(...rejected.map(({ goods, bads }) => lambda * bads - roi * goods))
  const steps = 4000
  let sum = 0
  for (let step = 0; step < steps; step++) sum += best((step + 0.5) / steps) / steps
  return (1 - p0 - p1) * sum + p1 * best(1)
}

const rows = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.nat({ max: 8 })), { minLength: 2, maxLength: 30 })
  .filter((table) => new Set(table.map(([label]) => label)).size === 2)

test('equals the mean over lambda of the best cut-off of all', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(0, 0.05, 0.2644, 2), (table, roi) => {
      const y = table.map(([label]) => label)
      const score = table.map(([, each]) => each)
      const { emp } = expectedMaximumProfit(y, score, { p0: 0.2, p1: 0.15, roi })
      expect(emp).toBeCloseTo(slowEmp(y, score, { p0: 0.2, p1: 0.15, roi }), 5)
    }),
    { numRuns: 40 },
  )
})

test('a perfect score saves the mean loss of every bad and rejects nobody else', () => {
  // 2 bads of 5, mean lambda .35 / 2 + .1; nobody is rejected at lambda = 0.
  const { emp, fraction } = expectedMaximumProfit([0, 0, 0, 1, 1], [1, 2, 3, 8, 9], parameters)
  expect(emp).toBeCloseTo(0.4 * (0.35 / 2 + 0.1), 12)
  expect(fraction).toBeCloseTo(0.4 * 0.45, 12)
})

test('rejecting everybody pays without any skill where bads are many', () => {
  // SCORING 5.3: lambda* = roi pi1 / pi0, and above it everybody is rejected.
  const y = [1, 1, 0, 1]
  const { emp, empNoSkill } = expectedMaximumProfit(y, [1, 1, 1, 1], parameters)
  const from = (0.2644 * 0.25) / 0.75
  const expected =
    0.35 * ((0.75 * (1 - from ** 2)) / 2 - 0.2644 * 0.25 * (1 - from)) +
    0.1 * (0.75 - 0.2644 * 0.25)
  expect(emp).toBeCloseTo(expected, 12)
  expect(empNoSkill).toBe(emp)
})

test('a score that is wrong throughout is worth no less than none', () => {
  const { emp, empNoSkill } = expectedMaximumProfit([1, 1, 0, 0], [1, 2, 3, 4], parameters)
  expect(emp).toBeCloseTo(empNoSkill, 12)
})

test('where no default loses anything nobody is rejected', () => {
  expect(expectedMaximumProfit([0, 1], [1, 2], { p0: 1, p1: 0, roi: 0.1 })).toEqual({
    emp: 0,
    fraction: 0,
    empNoSkill: 0,
  })
})

test('a corner that pays from lambda 1 on is not reached, whatever the last digit says', () => {
  // .29 x 100 / 29 is 1 on paper and a rounding below it in doubles.
  const y = Array.from({ length: 139 }, (_, row) => (row < 29 ? 1 : 0))
  const score = y.map((_, row) => (row < 129 ? 1 : 0))
  const { fraction } = expectedMaximumProfit(y, score, { p0: 0, p1: 1, roi: 0.29 })
  expect(fraction).toBe(0)
})

test('error: shares above one whole, a negative return, one class', () => {
  const of = (each: Partial<ProfitParameters>) => () =>
    expectedMaximumProfit([0, 1], [1, 2], { ...parameters, ...each })
  expect(of({ p0: 0.95 })).toThrowError('analysis.invalid_input')
  expect(of({ p1: -0.1 })).toThrowError('analysis.invalid_input')
  expect(of({ p0: Number.NaN })).toThrowError('analysis.invalid_input')
  expect(of({ roi: -1 })).toThrowError('analysis.invalid_input')
  expect(() => expectedMaximumProfit([0, 0], [1, 2], parameters)).toThrowError('one_class')
})
