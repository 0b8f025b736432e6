import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { fitLr, predictLr, predictLrRow } from '@creditmesh/agency-node/analysis/linear/lr.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import {
  type Column,
  type Table,
  tableOf,
  takeRows,
} from '@creditmesh/agency-node/analysis/table.ts'
import { expect, test } from 'vitest'

/** 600 people: a telling amount with gaps and special codes, a telling job, a constant, an empty and a twin column. */
function made(): { table: Table; y: number[] } {
  const random = seededRandom(5)
  const amount = Float64Array.from({ length: 600 }, () => random() * 100)
  const codes = Int32Array.from({ length: 600 }, () => Math.floor(random() * 3))
  const y = Array.from(amount, (value, row) =>
    random() < 0.1 + 0.006 * Math.abs(value - 50) + (codes[row] === 2 ? 0.3 : 0) ? 1 : 0,
  )
  const gappy = amount.map((value, row) => (row % 10 === 0 ? NaN : row % 10 === 1 ? -9 : value))
  const job = ['cook', 'judge', 'pilot', 'unheard of']
  const columns: Column[] = [
    { kind: 'numeric', name: 'amount', values: gappy, specials: [-9, -8] },
    { kind: 'numeric', name: 'twin', values: gappy.map((value) => value * 2), specials: [-18] },
    { kind: 'numeric', name: 'constant', values: new Float64Array(600).fill(3), specials: [] },
    { kind: 'numeric', name: 'empty', values: new Float64Array(600).fill(NaN), specials: [] },
    { kind: 'categorical', name: 'job', codes, categories: job },
  ]
  return { table: tableOf(columns), y }
}

function numeric(name: string, values: readonly number[], specials: number[] = []): Column {
  return { kind: 'numeric', name, values: Float64Array.from(values), specials }
}

test('finds what a straight line misses, and says so when told to stay straight', () => {
  const { table, y } = made()
  const auc = (bends: number) => roc(y, predictLr(fitLr(table, y, { bends }), table)).auc
  expect(auc(2)).toBeGreaterThan(auc(0) + 0.03)
})

test('twins, constants and empty columns leave no term', () => {
  const { table, y } = made()
  const { encoder } = fitLr(table, y)
  expect(encoder.codes.map(({ column }) => table.columns[column]?.name)).toEqual(['amount', 'job'])
})

test('gaps and frequent special codes have terms of their own, rare codes count as gaps', () => {
  const { table, y } = made()
  const model = fitLr(table, y)
  expect(model.encoder.codes[0]).toMatchObject({ specials: [-9], rare: [-8], hasMissing: true })
  const [gap, rare, special] = [NaN, -8, -9].map((cell) =>
    predictLrRow(model, [cell, 0, 3, NaN, 0]),
  )
  expect(rare).toBe(gap)
  expect(special).not.toBe(gap)
})

test('one row and the whole table get the same bits, also from a model that went through JSON', () => {
  const { table, y } = made()
  const model = JSON.parse(JSON.stringify(fitLr(table, y)))
  const whole = predictLr(model, table)
  for (const row of [0, 1, 2, 599]) {
    const cells = table.columns.map((column) =>
      column.kind === 'numeric' ? (column.values[row] as number) : (column.codes[row] as number),
    )
    expect(predictLrRow(model, cells)).toBe(whole[row])
  }
  expect(fitLr(table, y)).toEqual(model)
})

test('what training never saw counts as the average of training', () => {
  const y = Array.from({ length: 80 }, (_, row) => ((row % 2) + (row % 4) > 1 ? 1 : 0))
  const codes = Int32Array.from({ length: 80 }, (_, row) => row % 2)
  const full = tableOf([
    { kind: 'categorical', name: 'job', codes, categories: ['a', 'b', 'c'] },
    numeric(
      'age',
      Array.from({ length: 80 }, (_, row) => row % 20),
    ),
  ])
  const model = fitLr(full, y)
  const risk = (job: number) => predictLrRow(model, [job, 10])
  expect(risk(2)).toBe(risk(-1))
  expect(risk(2)).toBeGreaterThan(Math.min(risk(0), risk(1)))
  expect(risk(2)).toBeLessThan(Math.max(risk(0), risk(1)))
})

test('rare categories share a term, and a thousand of them do no harm', () => {
  const random = seededRandom(6)
  const codes = Int32Array.from({ length: 1000 }, (_, row) => (row < 400 ? row % 2 : row))
  const y = Array.from(codes, (code) => (random() < (code === 0 ? 0.6 : 0.2) ? 1 : 0))
  const categories = Array.from({ length: 1000 }, (_, code) => `c${code}`)
  const table = tableOf([{ kind: 'categorical', name: 'street', codes, categories }])
  const model = fitLr(table, y)
  expect(model.beta).toHaveLength(3)
  expect(predictLrRow(model, [0])).toBeGreaterThan(predictLrRow(model, [500]))
  expect(predictLrRow(model, [500])).toBe(predictLrRow(model, [900]))
})

test('a value that nearly all rows share does not hide the few others', () => {
  const values = Array.from({ length: 4000 }, (_, row) => (row < 20 ? 1 : 0))
  const y = values.map((value, row) => (value === 1 || row % 10 === 0 ? 1 : 0))
  const model = fitLr(tableOf([numeric('rare', values)]), y)
  expect(predictLrRow(model, [1])).toBeGreaterThan(predictLrRow(model, [0]) + 0.3)
})

test('a table that tells nothing gives everybody the share of bads', () => {
  const table = tableOf([numeric('constant', [1, 1, 1, 1])])
  for (const p of predictLr(fitLr(table, [1, 0, 0, 0]), table)) expect(p).toBeCloseTo(0.25, 9)
})

test('great values, a column that knows the outcome and few rows do not explode', () => {
  const table = tableOf([
    numeric('great', [1e300, -1e300, 5e299, 1e300, -1e300, 0]),
    numeric('knows', [1, 0, 1, 1, 0, 0]),
  ])
  const risks = predictLr(fitLr(table, [1, 0, 1, 1, 0, 0]), table)
  for (const risk of risks) expect(risk > 0 && risk < 1).toBe(true)
})

test('error: one class, unequal lengths and other columns are refused', () => {
  const { table, y } = made()
  expect(() => fitLr(table, y.fill(0))).toThrowError('analysis.one_class')
  expect(() => fitLr(table, [0, 1])).toThrowError('analysis.invalid_input')
  const model = fitLr(made().table, made().y)
  const { columns } = takeRows(table, [1, 2])
  expect(() => predictLr(model, tableOf(columns.slice(1)))).toThrowError('model.features_mismatch')
})
