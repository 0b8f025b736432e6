import {
  type DesignMatrix,
  designMatrix,
} from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import {
  localDerivatives,
  sumAnswers,
} from '@creditmesh/agency-node/analysis/linear/federatedDerivatives.ts'
import {
  advance,
  fitFederated,
  startFederated,
} from '@creditmesh/agency-node/analysis/linear/federatedLogistic.ts'
import { fitLogistic } from '@creditmesh/agency-node/analysis/linear/logistic.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { expect, test } from 'vitest'

const random = seededRandom(5)
const x = Array.from({ length: 120 }, () => [
  random(),
  1e6 + 1e3 * random(),
  1000 + 1e-4 * random(),
])
const y = x.map(([first = 0]) => (random() < 0.2 + 0.5 * first ? 1 : 0))

function party(rows: readonly number[]): { x: DesignMatrix; y: number[] } {
  return {
    x: designMatrix(rows.map((row) => x[row] as number[])),
    y: rows.map((row) => y[row] as number),
  }
}

const rows = y.map((_, row) => row)
const parties = [0, 1, 2].map((own) => party(rows.filter((row) => row % 3 === own)))

function expectEqual(beta: Float64Array, pooled: Float64Array): void {
  pooled.forEach((value, k) => {
    expect(Math.abs((beta[k] as number) - value) / Math.max(1, Math.abs(value))).toBeLessThan(1e-6)
  })
}

test('equals the pooled fit, whatever the units of the columns', () => {
  const { beta, round } = fitFederated(parties, { columns: 3 })
  expectEqual(beta, fitLogistic(designMatrix(x), y).beta)
  expect(round).toBeLessThan(12)
})

test('equals the pooled fit with a penalty, and with a party that has no rows', () => {
  const { beta } = fitFederated([...parties, party([])], { columns: 3, l2: 0.5 })
  expectEqual(beta, fitLogistic(designMatrix(x), y, { l2: 0.5 }).beta)
})

test('the same answers in the same order give the same bits', () => {
  expect(fitFederated(parties, { columns: 3 })).toEqual(fitFederated(parties, { columns: 3 }))
})

test('error: labels of one class over all parties, dependent, constant and separating columns', () => {
  const alone = (table: number[][], labels: number[]) => () =>
    fitFederated([{ x: designMatrix(table), y: labels }], { columns: table[0]?.length ?? 0 })
  expect(alone([[1], [2]], [1, 1])).toThrowError('analysis.one_class')
  expect(alone([[7], [7], [7]], [1, 0, 1])).toThrowError('analysis.not_identified: Column 0')
  const twins = [1, 2, 3, 4].map((value) => [value, 2 * value])
  expect(alone(twins, [0, 1, 0, 1])).toThrowError('analysis.not_identified: Column 1')
  expect(alone([[1], [2], [3], [4]], [0, 0, 1, 1])).toThrowError('analysis.separated')
  expect(alone([[0], [0], [0], [0], [1], [1]], [0, 1, 0, 1, 1, 1])).toThrowError(
    'analysis.separated',
  )
})

test('error: a party that dropped or answered something else is noticed', () => {
  const fit = startFederated(3)
  const answer = localDerivatives(designMatrix(x), y, fit.ask)
  expect(() => sumAnswers([])).toThrowError('analysis.invalid_input')
  expect(() => sumAnswers([answer, answer.slice(1)])).toThrowError('analysis.invalid_input')
  expect(() =>
    advance(
      fit,
      answer.map(() => Number.NaN),
    ),
  ).toThrowError('analysis.invalid_input')
  expect(() => localDerivatives(designMatrix([[1]]), [1], fit.ask)).toThrowError('columns')
})
