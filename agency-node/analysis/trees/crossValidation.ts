import { roc } from '../judgement/roc.ts'
import type { Labels } from '../labels.ts'
import { type Random, randomBelow } from '../random.ts'
import { columnOf, isLeaf, sideOf, type TreeNodes } from './nodes.ts'

/** A fold for every row: each class shuffled and dealt out in turn, so that all folds hold about the same share of bads. */
export function dealFolds(y: Labels, folds: number, random: Random): Uint8Array {
  const dealt = new Uint8Array(y.length)
  for (const label of [0, 1]) {
    const rows = Array.from({ length: y.length }, (_, row) => row).filter((row) => y[row] === label)
    for (let at = rows.length - 1; at > 0; at--) {
      const other = randomBelow(random, at + 1)
      const row = rows[at] as number
      rows[at] = rows[other] as number
      rows[other] = row
    }
    rows.forEach((row, at) => {
      dealt[row] = at % folds
    })
  }
  return dealt
}

export interface HeldOut {
  readonly rows: readonly number[]
  readonly y: Labels
  readonly columns: readonly Uint8Array[]
}

/** The AUC on held-out rows of the tree pruned at each of the prices. */
export function aucByPrice(
  tree: TreeNodes,
  nodePrices: Float64Array,
  prices: readonly number[],
  { rows, y, columns }: HeldOut,
): number[] {
  const labels = rows.map((row) => y[row] as number)
  return prices.map((price) => {
    const shares = rows.map((row) => {
      const levelOf = (column: number) => columns[column]?.[row] as number
      return tree.value[endAt(tree, nodePrices, price, levelOf)] as number
    })
    return roc(labels, shares).auc
  })
}

function endAt(
  tree: TreeNodes,
  nodePrices: Float64Array,
  price: number,
  levelOf: (column: number) => number,
): number {
  let node = 0
  while (!isLeaf(tree, node) && (nodePrices[node] as number) > price) {
    const side = sideOf(tree, node, levelOf(columnOf(tree, node)))
    node = (tree.links[2 * node + 1] as number) + side
  }
  return node
}
