import { designMatrix, fromColumns } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { fitLogistic, predictLogistic } from '@creditmesh/agency-node/analysis/linear/logistic.ts'
import { expect, test } from 'vitest'

const x = [[0.1], [0.4], [0.35], [0.8], [0.9], [0.2], [0.7], [0.5]]
const y = [0, 0, 1, 1, 0, 1, 1, 0]

/** The gradient of the penalised log-likelihood at beta: 0 at the optimum. */
function gradient(
  rows: readonly number[][],
  labels: readonly number[],
  beta: Float64Array,
  l2 = 0,
) {
  return Array.from(beta, (coefficient, k) => {
    const sum = rows.reduce((total, row, at) => {
      const p = predictLogistic(beta, row)
      return total + ((labels[at] as number) - p) * (k === 0 ? 1 : (row[k - 1] as number))
    }, 0)
    return sum - (k === 0 ? 0 : l2 * coefficient)
  })
}

test('at the estimate the likelihood is flat', () => {
  const fit = fitLogistic(designMatrix(x), y)
  expect(fit.isConverged).toBe(true)
  for (const slope of gradient(x, y, fit.beta)) expect(slope).toBeCloseTo(0, 9)
})

test('with a penalty the penalised likelihood is flat, the intercept unpenalised', () => {
  const { beta } = fitLogistic(designMatrix(x), y, { l2: 3 })
  for (const slope of gradient(x, y, beta, 3)) expect(slope).toBeCloseTo(0, 9)
})

test('the units of a column do not change the fit', () => {
  const wide = x.map(([value = 0]) => [value * 1e12 + 5e12])
  const fit = fitLogistic(designMatrix(wide), y)
  const plain = fitLogistic(designMatrix(x), y)
  expect((fit.beta[1] as number) * 1e12).toBeCloseTo(plain.beta[1] as number, 6)
})

test('a row far out is no separation', () => {
  const rows = [...x, [-400]]
  const fit = fitLogistic(designMatrix(rows), [...y, 0])
  expect(fit.isConverged).toBe(true)
})

test('a penalty makes separated and dependent columns estimable', () => {
  const separated = fitLogistic(designMatrix([[1], [2], [3], [4]]), [0, 0, 1, 1], { l2: 1 })
  expect(separated.isConverged).toBe(true)
  const column = Float64Array.from(x.flat())
  const twins = fitLogistic(fromColumns([column, column]), y, { l2: 1 })
  expect(twins.beta[1]).toBeCloseTo(twins.beta[2] as number, 9)
})

test('a constant column under a penalty gets the coefficient 0', () => {
  const rows = x.map(([value = 0]) => [value, 7])
  expect(fitLogistic(designMatrix(rows), y, { l2: 1 }).beta[2]).toBe(0)
})

test('error: complete and partial separation have no finite estimate', () => {
  expect(() => fitLogistic(designMatrix([[1], [2], [3], [4]]), [0, 0, 1, 1])).toThrowError(
    'analysis.separated',
  )
  expect(() => fitLogistic(designMatrix([[1], [2], [2], [3]]), [0, 0, 1, 1])).toThrowError(
    'analysis.separated',
  )
  const codes = [[0], [0], [0], [0], [1], [1]]
  expect(() => fitLogistic(designMatrix(codes), [0, 1, 0, 1, 1, 1])).toThrowError(
    'analysis.separated',
  )
})

test('error: dependent and constant columns are named', () => {
  const column = Float64Array.from(x.flat())
  expect(() => fitLogistic(fromColumns([column, column]), y)).toThrowError(
    'analysis.not_identified: Column 1',
  )
  expect(() => fitLogistic(fromColumns([column, column.map(() => 3)]), y)).toThrowError(
    'analysis.not_identified: Column 1',
  )
})

test('error: one class, unequal lengths and numbers that are none are refused', () => {
  expect(() => fitLogistic(designMatrix([[1], [2]]), [1, 1])).toThrowError('analysis.one_class')
  expect(() => fitLogistic(designMatrix([[1], [2]]), [1])).toThrowError('analysis.invalid_input')
  expect(() => designMatrix([[1], [Number.NaN]])).toThrowError('analysis.invalid_input')
  expect(() => designMatrix([[1], [2, 3]])).toThrowError('analysis.invalid_input')
})

test('error: numbers whose squares no double holds are no constants', () => {
  for (const scale of [1e300, 1e-300]) {
    const rows = [[1], [2], [3], [1]].map(([value]) => [(value as number) * scale])
    expect(() => fitLogistic(designMatrix(rows), [0, 1, 0, 1])).toThrowError('squared')
  }
})

test('a search that was cut short says so', () => {
  expect(fitLogistic(designMatrix(x), y, { maxIterations: 1 }).isConverged).toBe(false)
})
