import {
  chooseRidge,
  leaveOneOutLikelihood,
} from '@creditmesh/agency-node/analysis/linear/chooseRidge.ts'
import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { fitLogistic } from '@creditmesh/agency-node/analysis/linear/logistic.ts'
import {
  fitRidgeLogistic,
  logLikelihoodOf,
} from '@creditmesh/agency-node/analysis/linear/ridgeLogistic.ts'
import { type Random, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { expect, test } from 'vitest'

/** One telling column and some that tell nothing. */
function noisy(random: Random, rows: number, columns: number) {
  const x = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => random() * 2 - 1),
  )
  const y = x.map(([first = 0]) => (random() < 1 / (1 + Math.exp(1 - 2 * first)) ? 1 : 0))
  return { x, y }
}

const withConstant = (x: readonly number[][]) => designMatrix(x.map((row) => [1, ...row]))

test('agrees with the slower search on raw columns', () => {
  const { x, y } = noisy(seededRandom(1), 60, 3)
  const slow = fitLogistic(designMatrix(x), y, { l2: 2 })
  const { beta } = fitRidgeLogistic(withConstant(x), y, { l2: 2 })
  for (const [k, value] of beta.entries()) expect(value).toBeCloseTo(slow.beta[k] as number, 8)
})

test('separated, twin and constant columns have a finite estimate, whatever the start', () => {
  const x = withConstant([1, 2, 3, 4].map((value) => [value, value, 7, 0]))
  const { beta } = fitRidgeLogistic(x, [0, 0, 1, 1], { l2: 0.1 })
  expect(beta[1]).toBeCloseTo(beta[2] as number, 9)
  const again = fitRidgeLogistic(x, [0, 0, 1, 1], {
    l2: 0.1,
    start: Float64Array.of(-9, 5, 5, 1, 0),
  })
  for (const [k, value] of again.beta.entries()) expect(value).toBeCloseTo(beta[k] as number, 6)
})

test('the approximate leave-one-out likelihood is near the true one', () => {
  const { x, y } = noisy(seededRandom(2), 80, 4)
  const fit = fitRidgeLogistic(withConstant(x), y, { l2: 1 })
  const near = leaveOneOutLikelihood(withConstant(x), y, { l2: 1, fit })
  const without = <T>(rows: readonly T[], out: number) => rows.filter((_, row) => row !== out)
  let seen = 0
  let exact = 0
  for (const [row, label] of y.entries()) {
    const { beta } = fitRidgeLogistic(withConstant(without(x, row)), without(y, row), { l2: 1 })
    const cells = [1, ...(x[row] as number[])]
    const eta = cells.reduce((sum, value, k) => sum + value * (beta[k] as number), 0)
    seen += logLikelihoodOf(label, fit.eta[row] as number)
    exact += logLikelihoodOf(label, eta)
  }
  expect(Math.abs(near - exact)).toBeLessThan(0.05 * (seen - exact))
})

test('noise asks for a stronger penalty than many rows do', () => {
  const few = noisy(seededRandom(4), 60, 12)
  const many = noisy(seededRandom(4), 2000, 3)
  const strong = chooseRidge(withConstant(few.x), few.y).l2
  expect(strong).toBeGreaterThan(chooseRidge(withConstant(many.x), many.y).l2)
})

test('error: no penalty, one class and unequal lengths are refused', () => {
  const x = withConstant([[1], [2]])
  expect(() => fitRidgeLogistic(x, [0, 1], { l2: 0 })).toThrowError('analysis.invalid_input')
  expect(() => fitRidgeLogistic(x, [1, 1], { l2: 1 })).toThrowError('analysis.one_class')
  expect(() => fitRidgeLogistic(x, [1], { l2: 1 })).toThrowError('analysis.invalid_input')
})
