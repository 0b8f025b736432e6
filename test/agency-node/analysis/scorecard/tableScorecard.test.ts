import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { type Random, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { standardScale } from '@creditmesh/agency-node/analysis/scorecard/scorecard.ts'
import {
  fitTableCard,
  predictTableCard,
  predictTableCardRow,
  scoreTable,
  type TableCard,
  type TableCardColumn,
} from '@creditmesh/agency-node/analysis/scorecard/tableScorecard.ts'
import { correctPrior } from '@creditmesh/agency-node/analysis/split.ts'
import { type Column, type Table, tableOf } from '@creditmesh/agency-node/analysis/table.ts'
import { expect, test } from 'vitest'

const ROWS = 2000

/** Delay raises the risk, -9 (no record) is riskiest, gaps are safe; pilots default often. */
function made(random: Random = seededRandom(9)): { table: Table; y: number[] } {
  const drawn = Float64Array.from({ length: ROWS }, () => Math.floor(random() * 12) - 2)
  const delay = drawn.map((value) => (value === -2 ? Number.NaN : value === -1 ? -9 : value))
  const codes = Int32Array.from({ length: ROWS }, () => Math.floor(random() * 5) - 1)
  const risk = (row: number) => {
    const value = delay[row] as number
    const ofDelay = Number.isNaN(value) ? 0.01 : value === -9 ? 0.5 : 0.06 + 0.04 * value
    return ofDelay + (codes[row] === 2 ? 0.3 : 0)
  }
  const y = Array.from({ length: ROWS }, (_, row) => (random() < risk(row) ? 1 : 0))
  const columns: Column[] = [
    { kind: 'numeric', name: 'zero', values: new Float64Array(ROWS), specials: [] },
    { kind: 'numeric', name: 'delay', values: delay, specials: [-9, -8] },
    { kind: 'numeric', name: 'constant', values: new Float64Array(ROWS).fill(1), specials: [] },
    { kind: 'numeric', name: 'empty', values: new Float64Array(ROWS).fill(NaN), specials: [] },
    { kind: 'categorical', name: 'job', codes, categories: ['cook', 'judge', 'pilot', 'vet', 'x'] },
  ]
  return { table: tableOf(columns), y }
}

function named({ columns }: TableCard, name: string): TableCardColumn {
  return columns.find((column) => column.name === name) as TableCardColumn
}

test('what tells nothing is left out, what tells something ranks people', () => {
  const { table, y } = made()
  const card = fitTableCard(table, y)
  expect(card.columns.map(({ name }) => name)).toEqual(['delay', 'job'])
  expect(roc(y, predictTableCard(card, table)).auc).toBeGreaterThan(0.7)
  for (const { coefficient } of card.columns) expect(coefficient).toBeLessThan(0)
})

test('gaps and special codes have points of their own; a code that nobody had has none', () => {
  const { table, y } = made()
  const { points, binning } = named(fitTableCard(table, y), 'delay')
  const [noRecord, neverSeen, missing] = points.slice(binning.cuts.length + 1) as number[]
  expect(noRecord).toBe(Math.min(...points))
  expect(missing).toBe(Math.max(...points))
  expect(neverSeen).toBe(0)
})

test('like jobs share a bin, and a job that training never saw counts as a missing one', () => {
  const { table, y } = made()
  const card = fitTableCard(table, y)
  const points = (job: number) => predictTableCardRow(card, [0, 3, 1, NaN, job]).points[1]
  expect(points(2)).toBeLessThan(points(0) as number)
  expect(points(0)).toBe(points(1))
  expect(points(4)).toBe(points(-1))
})

test('score, points and probability agree, row by row, also after JSON', () => {
  const { table, y } = made()
  const card: TableCard = JSON.parse(JSON.stringify(fitTableCard(table, y)))
  expect(fitTableCard(table, y)).toEqual(card)
  const scores = scoreTable(card, table)
  const probabilities = predictTableCard(card, table)
  for (let row = 0; row < 50; row++) {
    const cells = table.columns.map((column) =>
      column.kind === 'numeric' ? (column.values[row] as number) : (column.codes[row] as number),
    )
    const one = predictTableCardRow(card, cells)
    expect(one.score).toBe(scores[row])
    expect(one.probability).toBe(probabilities[row])
    expect(one.points.reduce((sum, part) => sum + part, card.basePoints)).toBe(one.score)
    // 600 points are odds of 50 : 1, twenty more double them.
    const odds = 50 * 2 ** ((one.score - standardScale.baseScore) / 20)
    expect(one.probability).toBeCloseTo(1 / (1 + odds), 6)
  }
})

test('the share of goods kept moves the base points as the correction of the prior moves probabilities', () => {
  const { table, y } = made()
  const plain = predictTableCard(fitTableCard(table, y), table)
  const corrected = predictTableCard(fitTableCard(table, y, { goodsKept: 0.25 }), table)
  for (let row = 0; row < 50; row++) {
    expect(corrected[row]).toBeCloseTo(correctPrior(0.25, plain[row] as number), 2)
  }
})

test('where no column tells anything everybody gets the base points', () => {
  const values = new Float64Array(40).fill(5)
  const table = tableOf([{ kind: 'numeric', name: 'constant', values, specials: [] }])
  const card = fitTableCard(
    table,
    Array.from({ length: 40 }, (_, row) => (row < 4 ? 1 : 0)),
  )
  expect(card.columns).toEqual([])
  for (const p of predictTableCard(card, table)) expect(p).toBeCloseTo(0.1, 2)
})

test('error: one class, unequal lengths and other columns are refused', () => {
  const { table, y } = made()
  const card = fitTableCard(table, y)
  expect(() => predictTableCard(card, tableOf(table.columns.slice(1)))).toThrowError(
    'model.features_mismatch',
  )
  expect(() => fitTableCard(table, [0, 1])).toThrowError('analysis.invalid_input')
  expect(() => fitTableCard(table, y.fill(1))).toThrowError('analysis.one_class')
})
