import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { tableOf } from '@creditmesh/agency-node/analysis/table.ts'
import {
  type BoostingOptions,
  fitBoosting,
  predictBoosting,
} from '@creditmesh/agency-node/analysis/trees/boosting.ts'
import { expect, test } from 'vitest'
import { categorical, numeric, randomTable } from './randomTable.ts'

const { table, y } = randomTable(1000, 7)
const whole = { rowShare: 1, columnShare: 1 } as const

function logLoss(labels: ArrayLike<number>, p: Float64Array): number {
  return p.reduce((sum, of, row) => sum - Math.log(labels[row] === 1 ? of : 1 - of), 0) / p.length
}

test('one stump takes the Newton step of the better side, worked out by hand', () => {
  // Base odds 1: p = 1/2. Left of 1.5 three goods and one bad, right one good and three bads.
  const simple = tableOf([numeric('a', [1, 1, 1, 1, 2, 2, 2, 2])])
  const options = { seed: 1, rounds: 1, rate: 0.5, maxDepth: 1, l2: 1, minHessian: 0, ...whole }
  const model = fitBoosting(simple, [0, 0, 0, 1, 1, 1, 1, 0], options)
  // G = 3 * .5 - .5 = 1, H = 4 * .25 = 1, step 1 / (1 + 1), half of it taken.
  expect([...model.trees.value]).toEqual([0, -0.25, 0.25])
  expect(predictBoosting(model, simple)[0]).toBeCloseTo(1 / (1 + Math.exp(0.25)), 12)
})

test('each round lowers the loss on the rows of training', () => {
  const losses = [1, 5, 20, 80].map((rounds) => {
    const model = fitBoosting(table, y, { seed: 1, rounds, rate: 0.2, ...whole })
    return logLoss(y, predictBoosting(model, table))
  })
  expect(losses).toEqual([...losses].sort((a, b) => b - a))
  expect(new Set(losses).size).toBe(4)
})

test('it ranks rows that it has not seen, missing values and codes among them', () => {
  const other = randomTable(1000, 8)
  const model = fitBoosting(table, y, { seed: 1 })
  expect(roc(other.y, predictBoosting(model, other.table)).auc).toBeGreaterThan(0.7)
})

test('the same seed gives the same model', () => {
  const options: BoostingOptions = { seed: 4, rounds: 20 }
  expect(fitBoosting(table, y, options)).toEqual(fitBoosting(table, y, options))
  expect(fitBoosting(table, y, { seed: 5, rounds: 20 })).not.toEqual(fitBoosting(table, y, options))
})

test.each([
  1, -1,
] as const)('along a monotone column the risk moves by %d or not at all', (direction) => {
  const options: BoostingOptions = { seed: 1, rounds: 60, rate: 0.2, ...whole }
  const model = fitBoosting(table, y, {
    ...options,
    monotone: { income: direction, gaps: direction },
  })
  for (const [at, name] of ['income', 'gaps'].entries()) {
    const [first, second, town, noise] = table.columns
    const values = Array.from({ length: 101 }, (_, k) => k / (at === 0 ? 10 : 5))
    const held = (column: typeof first, row: number) =>
      column?.kind === 'numeric' ? values.map(() => column.values[row] as number) : []
    for (const row of [3, 50, 700]) {
      const sweep = tableOf([
        numeric('income', name === 'income' ? values : held(first, row)),
        numeric('gaps', name === 'gaps' ? values : held(second, row), [-9]),
        { ...town, codes: Int32Array.from(values, () => 2) } as never,
        numeric('noise', held(noise, row)),
      ])
      const p = predictBoosting(model, sweep)
      for (let k = 1; k < p.length; k++) {
        expect(direction * ((p[k] as number) - (p[k - 1] as number))).toBeGreaterThanOrEqual(0)
      }
    }
  }
})

test('it stops early, at the least loss held out', () => {
  const options = { seed: 1, rounds: 400, rate: 0.3, maxDepth: 6 }
  const earlyStopping = { share: 0.25, patience: 10 }
  const model = fitBoosting(table, y, { ...options, earlyStopping })
  expect(model.trees.roots.length).toBeLessThan(200)
  expect(model.trees.roots.length).toBeGreaterThan(1)
})

test('weights count as repeated rows', () => {
  const twice = Float64Array.from(y, () => 2)
  const options = { seed: 1, rounds: 10, l2: 0, minHessian: 0, ...whole }
  const weighted = predictBoosting(fitBoosting(table, y, { ...options, weights: twice }), table)
  const plain = predictBoosting(fitBoosting(table, y, options), table)
  for (const [row, p] of plain.entries()) expect(weighted[row]).toBeCloseTo(p, 9)
})

test('constant columns leave the share of bads', () => {
  const flat = tableOf([numeric('a', [2, 2, 2, 2]), categorical('b', [0, 0, 0, 0], ['x'])])
  const model = fitBoosting(flat, [0, 0, 0, 1], { seed: 1, rounds: 3, ...whole })
  expect(predictBoosting(model, flat)[0]).toBeCloseTo(0.25, 9)
})

test.each([
  { rounds: 0 },
  { rate: 0 },
  { rate: 1.5 },
  { l2: -1 },
  { rowShare: 0 },
  { columnShare: 2 },
  { maxDepth: 0 },
  { monotone: { town: 1 as const } },
  { monotone: { nowhere: 1 as const } },
  { earlyStopping: { share: 1, patience: 3 } },
  { earlyStopping: { share: 0.2, patience: 0 } },
  { weights: [1, 2] },
])('error: the options %j', (wrong) => {
  const refused = expect.objectContaining({ code: 'analysis.invalid_input' })
  expect(() => fitBoosting(table, y, { seed: 1, ...wrong })).toThrow(refused)
})

test('error: one class', () => {
  const refused = expect.objectContaining({ code: 'analysis.one_class' })
  expect(() => fitBoosting(table, new Uint8Array(1000), { seed: 1 })).toThrow(refused)
})
