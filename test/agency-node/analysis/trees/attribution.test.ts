import { takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { usedColumns } from '@creditmesh/agency-node/analysis/trees/attribution.ts'
import { binRows } from '@creditmesh/agency-node/analysis/trees/binnedTable.ts'
import { fitBoosting } from '@creditmesh/agency-node/analysis/trees/boosting.ts'
import { fitForest, predictForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { columnOf, isLeaf, sideOf } from '@creditmesh/agency-node/analysis/trees/nodes.ts'
import { pathParts } from '@creditmesh/agency-node/analysis/trees/pathAttribution.ts'
import type { TreesModel } from '@creditmesh/agency-node/analysis/trees/scoreRows.ts'
import { shapleyOfRow } from '@creditmesh/agency-node/analysis/trees/treeShap.ts'
import { expect, test } from 'vitest'
import { randomTable } from './randomTable.ts'

const { table, y } = randomTable(400, 9)
const forest = fitForest(table, y, { seed: 1, trees: 9, minLeaf: 4 })
const boosting = fitBoosting(table, y, { seed: 1, rounds: 12, maxDepth: 4 })

/** What the trees say on average when only the columns of the set are known. */
function expected({ trees }: TreesModel, bytes: Uint8Array, set: number): number {
  const below = (node: number): number => {
    if (isLeaf(trees, node)) return trees.value[node] as number
    const column = columnOf(trees, node)
    const left = trees.links[2 * node + 1] as number
    if ((set >> column) & 1) return below(left + sideOf(trees, node, bytes[column] as number))
    const share = (trees.cover[left] as number) / (trees.cover[node] as number)
    return share * below(left) + (1 - share) * below(left + 1)
  }
  return Array.from(trees.roots.subarray(0, -1), below).reduce((sum, of) => sum + of, 0)
}

/** Shapley's formula over all sets of four columns. */
function shapley(model: TreesModel, bytes: Uint8Array): number[] {
  const weights = [1 / 4, 1 / 12, 1 / 12, 1 / 4]
  return [0, 1, 2, 3].map((column) => {
    let part = 0
    for (let set = 0; set < 16; set++) {
      if ((set >> column) & 1) continue
      const size = [0, 1, 2, 3].filter((k) => (set >> k) & 1).length
      const gain = expected(model, bytes, set | (1 << column)) - expected(model, bytes, set)
      part += (weights[size] as number) * gain
    }
    return part
  })
}

test.each([
  ['forest', forest],
  ['boosting', boosting],
] as const)('the parts of a %s are those of Shapley’s formula over all sets of columns', (_, model) => {
  for (const row of [0, 5, 77, 300]) {
    const one = takeRows(table, [row])
    const { base, parts } = shapleyOfRow(model, one)
    const bytes = binRows(model.levels, one)
    expect(base).toBeCloseTo(expected(model, bytes, 0), 10)
    shapley(model, bytes).forEach((part, k) => {
      expect(parts[k]).toBeCloseTo(part, 10)
    })
  }
})

test('base and parts add up to the sum over the trees, both ways', () => {
  for (let row = 0; row < 30; row++) {
    const one = takeRows(table, [row])
    const sum = (predictForest(forest, one)[0] as number) * 9
    for (const attribute of [shapleyOfRow, pathParts]) {
      const { base, parts } = attribute(forest, one)
      expect(parts.reduce((total, part) => total + part, base)).toBeCloseTo(sum, 9)
    }
  }
})

test('columns that no tree splits by are not used and get nothing', () => {
  const stump = fitForest(table, y, { seed: 1, trees: 1, maxDepth: 1 })
  expect(usedColumns(stump)).toHaveLength(1)
  const { parts } = shapleyOfRow(stump, takeRows(table, [3]))
  expect(parts.filter((part) => part !== 0)).toHaveLength(1)
  expect(usedColumns(forest)).toEqual(['income', 'gaps', 'town', 'noise'])
})

test('error: a table of other columns', () => {
  const other = { ...table, columns: table.columns.slice(1) }
  const refused = expect.objectContaining({ code: 'model.features_mismatch' })
  expect(() => shapleyOfRow(forest, takeRows(other, [0]))).toThrow(refused)
  expect(() => pathParts(forest, takeRows(other, [0]))).toThrow(refused)
})
