import { randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import {
  type Column,
  type Table,
  tableOf,
  takeRows,
} from '@creditmesh/agency-node/analysis/table.ts'
import { fitBoosting } from '@creditmesh/agency-node/analysis/trees/boosting.ts'
import { fitForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { categoryLevel, numericLevel } from '@creditmesh/agency-node/analysis/trees/levels.ts'
import { columnOf, isLeaf, sideOf } from '@creditmesh/agency-node/analysis/trees/nodes.ts'
import type { TreesModel } from '@creditmesh/agency-node/analysis/trees/scoreRows.ts'
import { blockWalk } from '@creditmesh/agency-node/scoring/trees/blockWalk.ts'
import { expect, test } from 'vitest'
import { categorical, numeric, randomTable } from '../../analysis/trees/randomTable.ts'

/** The slow obvious walk: one row, one tree, one node at a time. */
function slowSums({ levels, trees }: TreesModel, table: Table): Float64Array {
  const levelAt = (at: number, row: number) => {
    const [of, column] = [levels[at], table.columns[at]]
    if (of?.kind === 'numeric' && column?.kind === 'numeric') {
      return numericLevel(of, column.values[row] as number)
    }
    if (of?.kind !== 'categorical' || column?.kind !== 'categorical') throw new Error('mixed')
    return categoryLevel(of, column.codes[row] as number)
  }
  return Float64Array.from({ length: table.rows }, (_, row) => {
    let sum = 0
    for (let tree = 0; tree + 1 < trees.roots.length; tree++) {
      let node = trees.roots[tree] as number
      while (!isLeaf(trees, node)) {
        const side = sideOf(trees, node, levelAt(columnOf(trees, node), row))
        node = (trees.links[2 * node + 1] as number) + side
      }
      sum += trees.value[node] as number
    }
    return sum
  })
}

function fastSums({ levels, trees }: TreesModel, table: Table): Float64Array | undefined {
  return blockWalk(trees, levels)?.(table)
}

const seen = randomTable(700, 3)
const unseen = randomTable(333, 4).table

test('quantities, special codes, gaps and categories: every bit of the slow walk', () => {
  const model = fitForest(seen.table, seen.y, { seed: 7, trees: 41, minLeaf: 1 })
  expect(model.trees.masks.length).toBeGreaterThan(0)
  for (const table of [seen.table, unseen]) {
    expect(fastSums(model, table)).toEqual(slowSums(model, table))
  }
})

test('trees that ask for quantities alone', () => {
  const table = tableOf(
    seen.table.columns.filter(({ name }) => name === 'income' || name === 'noise'),
  )
  const model = fitForest(table, seen.y, { seed: 7, trees: 20, minLeaf: 1 })
  expect(model.trees.masks).toHaveLength(0)
  expect(fastSums(model, table)).toEqual(slowSums(model, table))
})

test('any number of rows, none among them', () => {
  const model = fitForest(seen.table, seen.y, { seed: 7, trees: 5 })
  for (const rows of [0, 1, 15, 16, 17, 33]) {
    const some = takeRows(
      unseen,
      Uint32Array.from({ length: rows }).map((_, row) => row),
    )
    expect(fastSums(model, some)).toEqual(slowSums(model, some))
  }
})

test('more categories than a mask has words, and levels up to the last of a byte', () => {
  const random = seededRandom(9)
  const codes = Int32Array.from({ length: 4000 }, () => randomBelow(random, 256) - 1)
  const values = Float64Array.from(codes, () => random())
  const names = Array.from({ length: 255 }, (_, code) => `c${code}`)
  const table = tableOf([categorical('town', codes, names), numeric('income', values)])
  const y = Uint8Array.from(codes, (code, row) =>
    random() < 0.2 + (code % 3) / 5 + (values[row] as number) / 5 ? 1 : 0,
  )
  const model = fitForest(table, y, { seed: 1, trees: 10, minLeaf: 1 })
  expect(Math.max(...model.levels.map(({ count }) => count))).toBe(256)
  expect(fastSums(model, table)).toEqual(slowSums(model, table))
})

test('trees that are a single leaf', () => {
  const flat = tableOf([numeric('same', new Float64Array(40).fill(5))])
  const model = fitForest(flat, new Uint8Array(40).fill(1, 30), { seed: 1, trees: 9 })
  expect(model.trees.value).toHaveLength(9)
  expect(fastSums(model, flat)).toEqual(slowSums(model, flat))
})

test('tables wider than a block is long, row after row of blocks', () => {
  const random = seededRandom(2)
  const columns: Column[] = Array.from({ length: 1500 }, (_, at) =>
    numeric(
      `x${at}`,
      Float64Array.from({ length: 1000 }, () => random()),
    ),
  )
  const y = Uint8Array.from({ length: 1000 }, () => (random() < 0.4 ? 1 : 0))
  const table = tableOf(columns)
  const model = fitForest(table, y, { seed: 2, trees: 12, minLeaf: 1 })
  expect(fastSums(model, table)).toEqual(slowSums(model, table))
})

test('the steps of boosting, which may be negative', () => {
  const model = fitBoosting(seen.table, seen.y, { seed: 1, rounds: 30 })
  expect(fastSums(model, unseen)).toEqual(slowSums(model, unseen))
})

test('error: a forest too wide for its memory is left to the plain walk', () => {
  const model = fitForest(seen.table, seen.y, { seed: 7, trees: 2 })
  const wide = { length: 2 ** 21 }
  expect(blockWalk(model.trees, wide as unknown as typeof model.levels)).toBeNull() // its length alone is read
})
