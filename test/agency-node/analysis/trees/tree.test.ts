import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { tableOf } from '@creditmesh/agency-node/analysis/table.ts'
import { binTable } from '@creditmesh/agency-node/analysis/trees/binnedTable.ts'
import { giniGrower } from '@creditmesh/agency-node/analysis/trees/giniGrower.ts'
import { isLeaf, type TreeNodes } from '@creditmesh/agency-node/analysis/trees/nodes.ts'
import { pruneAt, pruningPrices } from '@creditmesh/agency-node/analysis/trees/pruning.ts'
import { fitTree, predictTree } from '@creditmesh/agency-node/analysis/trees/tree.ts'
import { expect, test } from 'vitest'
import { numeric, randomTable } from './randomTable.ts'

const { table, y } = randomTable(800, 5)

function leafCost({ value, cover }: TreeNodes, node: number): number {
  const p = value[node] as number
  return ((cover[node] as number) * p * (1 - p)) / (cover[0] as number)
}

/** Risk plus price times leaves of the best pruned subtree, by trying both at every node. */
function leastCost(tree: TreeNodes, node: number, price: number): number {
  const own = leafCost(tree, node) + price
  if (isLeaf(tree, node)) return own
  const left = tree.links[2 * node + 1] as number
  return Math.min(own, leastCost(tree, left, price) + leastCost(tree, left + 1, price))
}

function costOf(tree: TreeNodes, price: number): number {
  let cost = 0
  for (let node = 0; node < tree.value.length; node++) {
    if (isLeaf(tree, node)) cost += leafCost(tree, node) + price
  }
  return cost
}

test('at every price no subtree costs less than the pruned one', () => {
  const growth = { mtry: 4, minLeaf: 3, maxDepth: 12 }
  const tree = giniGrower(binTable(table), y, growth).grow(
    y.map(() => 1),
    seededRandom(1),
  )
  const prices = pruningPrices(tree)
  for (const price of [0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.1]) {
    expect(costOf(pruneAt(tree, prices, price), price)).toBeCloseTo(leastCost(tree, 0, price), 12)
  }
  expect(pruneAt(tree, prices, Infinity).value).toHaveLength(1)
})

test('the tree is pruned to the size that ranks held-out rows best', () => {
  const model = fitTree(table, y, { seed: 3 })
  const best = Math.max(...model.sizes.map(({ auc }) => auc))
  expect(model.sizes.find(({ price }) => price === model.price)?.auc).toBe(best)
  const other = randomTable(800, 6)
  expect(roc(other.y, predictTree(model, other.table)).auc).toBeGreaterThan(0.68)
})

test('within one standard error the tree is smaller', () => {
  const best = fitTree(table, y, { seed: 3 })
  const small = fitTree(table, y, { seed: 3, rule: 'oneStandardError' })
  expect(small.trees.value.length).toBeLessThan(best.trees.value.length)
})

test('the same seed gives the same tree', () => {
  expect(fitTree(table, y, { seed: 3 })).toEqual(fitTree(table, y, { seed: 3 }))
})

test('with a single bad there is no size to test: the tree is its root', () => {
  const lone = Uint8Array.from({ length: 100 }, (_, row) => (row === 40 ? 1 : 0))
  const column = tableOf([numeric('a', lone.keys().toArray())])
  const model = fitTree(column, lone, { seed: 1, minLeaf: 1, minSplit: 2 })
  expect([...model.trees.value]).toEqual([0.01])
})

test('error: one class, wrong folds', () => {
  const oneClass = expect.objectContaining({ code: 'analysis.one_class' })
  expect(() =>
    fitTree(
      table,
      y.map(() => 1),
      { seed: 1 },
    ),
  ).toThrow(oneClass)
  expect(() => fitTree(table, y, { seed: 1, folds: 1 })).toThrow('folds')
  expect(() => fitTree(table, y, { seed: Number.NaN })).toThrow('seed')
})
