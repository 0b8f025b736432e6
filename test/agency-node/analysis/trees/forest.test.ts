import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { tableOf, takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import {
  type ForestOptions,
  fitForest,
  forestOf,
  planForest,
  predictForest,
  treeGrower,
} from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { columnOf, isLeaf } from '@creditmesh/agency-node/analysis/trees/nodes.ts'
import { columnsOf } from '@creditmesh/agency-node/analysis/trees/outOfBag.ts'
import { describe, expect, test } from 'vitest'
import { categorical, numeric, randomTable } from './randomTable.ts'

const { table, y } = randomTable(600, 1)
const options: ForestOptions = { seed: 11, trees: 60 }

test('a forest ranks rows that it has not seen', () => {
  const model = fitForest(table, y, options)
  const other = randomTable(600, 2)
  expect(roc(other.y, predictForest(model, other.table)).auc).toBeGreaterThan(0.66)
})

test('the same seed gives the same forest whatever the order in which trees are grown', () => {
  const plan = planForest(table, y, options)
  const grow = treeGrower(plan)
  const backwards = Array.from({ length: 60 }, (_, k) => 59 - k).map((tree) => grow(tree))
  expect(forestOf(plan, backwards.reverse())).toEqual(fitForest(table, y, options))
  expect(fitForest(table, y, { ...options, seed: 12 })).not.toEqual(fitForest(table, y, options))
})

test('one row at a time gets the very probability that it gets among others', () => {
  const model = fitForest(table, y, { ...options, trees: 61 })
  const all = predictForest(model, table)
  for (const row of [0, 1, 17, 599]) {
    expect(predictForest(model, takeRows(table, [row]))[0]).toBe(all[row])
  }
  expect(predictForest(model, takeRows(table, []))).toHaveLength(0)
})

test('the probability is the mean over the trees of the share of bads in the leaf', () => {
  const model = fitForest(table, y, { ...options, trees: 7, minLeaf: 20 })
  const { roots, value, cover } = model.trees
  for (let tree = 0; tree < 7; tree++) expect(cover[roots[tree] as number]).toBe(600)
  const found = predictForest(model, table)
  for (const p of found) expect(p).toBeGreaterThanOrEqual(Math.min(...value))
  expect(found.reduce((sum, p) => sum + p, 0) / 600).toBeCloseTo(
    y.reduce((sum, of) => sum + of, 0) / 600,
    1,
  )
})

test('rows of weight 0 are never drawn', () => {
  const weights = Uint8Array.from(y, (_, row) => (row < 300 ? 1 : 0))
  const model = fitForest(table, y, { ...options, weights, draws: 300 })
  const flipped = Uint8Array.from(y, (label, row) => (row < 300 ? label : 1 - label))
  expect(fitForest(table, flipped, { ...options, weights, draws: 300 })).toEqual(model)
})

test('each tree keeps to the columns drawn for it', () => {
  const model = fitForest(table, y, { ...options, columnsPerTree: 2 })
  const sets = Array.from({ length: 60 }, (_, tree) => columnsOf(model, tree))
  for (const set of sets) expect(set.length).toBeLessThanOrEqual(2)
  expect(new Set(sets.flat()).size).toBe(4)
})

test('a limit of depth holds', () => {
  const stumps = fitForest(table, y, { ...options, maxDepth: 1 })
  expect(stumps.trees.value.length).toBe(180)
})

test('constant columns and columns that are missing throughout are never split', () => {
  const nothing = Float64Array.from(y, () => Number.NaN)
  const columns = [
    ...table.columns,
    numeric(
      'same',
      y.map(() => 3),
    ),
    numeric('nothing', nothing),
  ]
  const model = fitForest(tableOf(columns), y, { ...options, mtry: 1 })
  for (let node = 0; node < model.trees.value.length; node++) {
    if (!isLeaf(model.trees, node)) expect(columnOf(model.trees, node)).toBeLessThan(4)
  }
})

test('where all columns are constant every probability is about the share of bads', () => {
  const flat = tableOf([numeric('same', [5, 5, 5, 5]), categorical('one', [0, 0, 0, 0], ['x'])])
  const model = fitForest(flat, [0, 1, 0, 0], { seed: 1, trees: 400 })
  for (const p of predictForest(model, flat)) expect(p).toBeCloseTo(0.25, 1)
})

test('missing values and categories that training never saw are predicted', () => {
  const clean = tableOf([
    numeric('a', [1, 2, 3, 4]),
    categorical('b', [0, 1, 0, 1], ['x', 'y', 'z']),
  ])
  const model = fitForest(clean, [0, 1, 0, 1], { seed: 1, trees: 50, minLeaf: 1 })
  const odd = tableOf([numeric('a', [Number.NaN]), categorical('b', [-1], ['x', 'y', 'z'])])
  const unseen = tableOf([numeric('a', [Number.NaN]), categorical('b', [2], ['x', 'y', 'z'])])
  const [p] = predictForest(model, odd)
  expect(p).toBeGreaterThanOrEqual(0)
  expect(p).toBeLessThanOrEqual(1)
  expect(predictForest(model, unseen)[0]).toBe(p)
})

describe('refuses', () => {
  const code = (value: string) => expect.objectContaining({ code: value })
  test('error: labels of one class', () => {
    expect(() =>
      fitForest(
        table,
        y.map(() => 0),
        options,
      ),
    ).toThrow(code('analysis.one_class'))
  })

  test('error: no rows, no columns, other lengths', () => {
    expect(() => fitForest(takeRows(table, []), [], options)).toThrow(code('analysis.one_class'))
    const bare = { rows: 2, columns: [] }
    expect(() => fitForest(bare, [0, 1], options)).toThrow(code('analysis.invalid_input'))
    expect(() => fitForest(table, [0, 1], options)).toThrow(code('analysis.invalid_input'))
  })

  test.each([
    { seed: -1 },
    { seed: 0.5 },
    { trees: 0 },
    { mtry: 5 },
    { minLeaf: 0 },
    { maxDepth: 1.5 },
    { columnsPerTree: 9 },
    { draws: 0 },
    { weights: [1] },
  ])('error: the options %j', (wrong) => {
    expect(() => fitForest(table, y, { ...options, ...wrong })).toThrow(
      code('analysis.invalid_input'),
    )
  })

  test.each([0, -1, Number.NaN])('error: weights of %d throughout', (weight) => {
    const weights = new Float64Array(600).fill(weight)
    const wrong = { ...options, weights }
    expect(() => fitForest(table, y, wrong)).toThrow(code('analysis.invalid_input'))
  })

  test('error: a table of other columns', () => {
    const model = fitForest(table, y, options)
    const other = tableOf(table.columns.slice(1))
    expect(() => predictForest(model, other)).toThrow(code('model.features_mismatch'))
  })
})
