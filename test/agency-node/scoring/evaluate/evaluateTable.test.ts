import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { fitLr, predictLr } from '@creditmesh/agency-node/analysis/linear/lr.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { splitByHash } from '@creditmesh/agency-node/analysis/split.ts'
import { tableOf, takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { familyNames as families } from '@creditmesh/agency-node/scoring/evaluate/contenders.ts'
import {
  type EvaluateOptions,
  type Evaluation,
  evaluateTable,
} from '@creditmesh/agency-node/scoring/evaluate/evaluateTable.ts'
import {
  type LabelledTable,
  readTable,
} from '@creditmesh/agency-node/scoring/evaluate/readTable.ts'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../../../support/sharedData.ts'

/** People whose risk grows with a debt and is high in one job; about one in five is bad. */
function made(rows = 1200): LabelledTable {
  const random = seededRandom(21)
  const debt = Float64Array.from({ length: rows }, () => (random() < 0.1 ? NaN : random() * 10))
  const codes = Int32Array.from({ length: rows }, () => Math.floor(random() * 4) - 1)
  const y = Uint8Array.from(debt, (value, row) => {
    const ofDebt = 0.004 * (Number.isNaN(value) ? 9 : value) ** 2
    return random() < 0.01 + ofDebt + (codes[row] === 1 ? 0.2 : 0) ? 1 : 0
  })
  const table = tableOf([
    { kind: 'numeric', name: 'debt', values: debt, specials: [] },
    { kind: 'categorical', name: 'job', codes, categories: ['cook', 'judge', 'vet'] },
    { kind: 'numeric', name: 'constant', values: new Float64Array(rows).fill(1), specials: [] },
    { kind: 'numeric', name: 'empty', values: new Float64Array(rows).fill(NaN), specials: [] },
  ])
  return { table, y, goodLabels: 1 }
}

const options: EvaluateOptions = { name: 'made', splits: 2, families, trees: 30, threads: 2 }

function withoutTimes({ models, ...rest }: Evaluation) {
  const timeless = Object.entries(models).map(([family, { sec, ...figures }]) => [family, figures])
  return { ...rest, models: Object.fromEntries(timeless) }
}

test('every family tells goods from bads and knows how many there are', async () => {
  const evaluation = await evaluateTable(made(), options)
  expect(evaluation).toMatchObject({ name: 'made', rows: 1200, splits: 2, isUndersampled: false })
  expect(Object.keys(evaluation.models)).toEqual(families)
  for (const figures of Object.values(evaluation.models)) {
    expect(figures.auc).toHaveLength(2)
    expect(figures.aucMean).toBeGreaterThan(0.62)
    expect(figures.ece).toBeLessThan(0.08)
    expect(figures.emp).toBeGreaterThanOrEqual(figures.empNoSkill - 1e-12)
    expect(figures.brier).toBeLessThan(0.15)
  }
})

test('the figures are those of the family on the split of that name', async () => {
  const { table, y } = made()
  const { models } = await evaluateTable(made(), { ...options, families: ['lr'] })
  const { train, test: held } = splitByHash(y, 'made', 1)
  const labels = (rows: Uint32Array) => Uint8Array.from(rows, (row) => y[row] as number)
  const p = predictLr(fitLr(takeRows(table, train), labels(train)), takeRows(table, held))
  expect(models.lr?.auc[1]).toBe(roc(labels(held), p).auc)
})

test('threads and repetition change no figure', async () => {
  const one = await evaluateTable(made(), { ...options, threads: 1 })
  const two = await evaluateTable(made(), options)
  expect(withoutTimes(one)).toEqual(withoutTimes(two))
})

test('undersampling is undone in the probabilities', async () => {
  const { models } = await evaluateTable(made(), { ...options, isUndersampled: true })
  for (const figures of Object.values(models)) expect(figures.ece).toBeLessThan(0.1)
})

test('families are compared with one another, split by split', async () => {
  const { comparison } = await evaluateTable(made(), { ...options, families: ['lr', 'tree'] })
  const [pair] = comparison.pairs
  expect(comparison.pairs).toHaveLength(1)
  expect(pair).toMatchObject({ a: 'lr', b: 'tree' })
  expect((pair?.aBetter ?? 0) + (pair?.bBetter ?? 0)).toBeLessThanOrEqual(2)
  expect(comparison.firstSplit?.models.map(({ name }) => name).sort()).toEqual(['lr', 'tree'])
})

test('progress is told for each family and split', async () => {
  const told: string[] = []
  const onProgress: EvaluateOptions['onProgress'] = ({ family, split }) => {
    told.push(`${family} ${split}`)
  }
  await evaluateTable(made(), { ...options, families: ['scorecard', 'lr'], onProgress })
  expect(told).toEqual(['scorecard 1', 'lr 1', 'scorecard 2', 'lr 2'])
})

test('a category that only the test rows have is no error', async () => {
  const { table, y } = made()
  const codes = new Int32Array(1200)
  for (const row of splitByHash(y, 'made').test) codes[row] = 1
  const column = { kind: 'categorical', name: 'new', codes, categories: ['a', 'b'] } as const
  const wider = { y, goodLabels: 1, table: tableOf([...table.columns, column]) }
  const { models } = await evaluateTable(wider, { ...options, splits: 1 })
  for (const { aucMean } of Object.values(models)) expect(aucMean).toBeGreaterThan(0.62)
})

test('error: one class, and a class too small to split, are refused', async () => {
  const { table } = made(40)
  const judge = (y: Uint8Array) => evaluateTable({ table, y, goodLabels: 1 }, options)
  await expect(judge(new Uint8Array(40))).rejects.toThrowError('analysis.one_class')
  await expect(judge(new Uint8Array(40).fill(1, 0, 1))).rejects.toThrowError('analysis.one_class')
})

test('error: what is called off ends with the reason', async () => {
  const calledOff = new AbortController()
  const onProgress = () => calledOff.abort(new Error('enough'))
  const running = evaluateTable(made(), { ...options, onProgress, signal: calledOff.signal })
  await expect(running).rejects.toThrowError('enough')
})

// The table of SCORING 3 on three splits of the corrected German loans, less what three splits may lose.
const southGerman = sharedFile('data/german/SouthGermanCredit.asc')
describe.skipIf(southGerman === null)('on the South German loans', () => {
  test.each([
    [false, 0.75],
    [true, 0.745],
  ])('with undersampling %s every family ranks as well as its peers', async (isUndersampled, least) => {
    const read = await readTable(southGerman as string, { label: 'credit_risk', bad: '0' })
    const { models } = await evaluateTable(read, {
      ...{ name: 'south_german', splits: 3, families, trees: 100, isUndersampled },
    })
    for (const family of ['lr', 'scorecard', 'forest', 'boosting'] as const) {
      expect(models[family]?.aucMean, family).toBeGreaterThan(least)
    }
    expect(models.tree?.aucMean).toBeGreaterThan(0.67)
  })
})
