import { addLeaf, emptyNodes, finishTree, splitByMask, splitByThreshold } from './nodeList.ts'
import { columnOf, isLeaf, MASK_WORDS, type TreeNodes } from './nodes.ts'

/**
 * For each node of a tree the complexity price at which weakest-link pruning (Breiman et al. 1984, 3.3) makes it a leaf, infinite for
 * leaves: the tree pruned at price a ends wherever a node's price is at most a. Risk is the squared error of the shares of
 * bads (half the Gini impurity) per unit of training weight. Children follow their parents in the arrays.
 */
export function pruningPrices(tree: TreeNodes): Float64Array {
  const { value, cover, links } = tree
  const size = value.length
  const total = cover[0] as number
  const prices = new Float64Array(size).fill(Infinity)
  const risk = value.map((p, node) => ((cover[node] as number) * p * (1 - p)) / total)
  const branchRisk = new Float64Array(size)
  const leaves = new Int32Array(size)
  for (let price = 0; ; ) {
    const weakest = weakestLink(tree, { prices, risk, branchRisk, leaves })
    if (weakest === null) return prices
    price = Math.max(price, weakest)
    for (let node = 0; node < size; node++) {
      if (isLeaf(tree, node) || prices[node] !== Infinity) continue
      const saved = (risk[node] as number) - (branchRisk[node] as number)
      const link = saved / ((leaves[node] as number) - 1)
      // Links as weak as the weakest but for rounding go with it.
      if (link <= price * (1 + 1e-12) + 1e-15) pruneBelow(links, prices, node, price)
    }
  }
}

interface State {
  readonly prices: Float64Array
  readonly risk: Float64Array
  readonly branchRisk: Float64Array
  readonly leaves: Int32Array
}

/** Sums risk and leaves from the bottom up; gives the least saving of risk per leaf. */
function weakestLink(tree: TreeNodes, { prices, risk, branchRisk, leaves }: State): number | null {
  let weakest: number | null = null
  for (let node = risk.length - 1; node >= 0; node--) {
    if (isLeaf(tree, node) || prices[node] !== Infinity) {
      branchRisk[node] = risk[node] as number
      leaves[node] = 1
      continue
    }
    const left = tree.links[2 * node + 1] as number
    branchRisk[node] = (branchRisk[left] as number) + (branchRisk[left + 1] as number)
    leaves[node] = (leaves[left] as number) + (leaves[left + 1] as number)
    const saved = (risk[node] as number) - (branchRisk[node] as number)
    const link = saved / ((leaves[node] as number) - 1)
    if (weakest === null || link < weakest) weakest = link
  }
  return weakest
}

function pruneBelow(links: Int32Array, prices: Float64Array, top: number, price: number): void {
  const stack = [top]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const left = links[2 * node + 1] as number
    if (left === node) continue
    if (prices[node] === Infinity) prices[node] = price
    stack.push(left, left + 1)
  }
}

/** The tree that ends at nodes whose price is at most this. */
export function pruneAt(tree: TreeNodes, prices: Float64Array, price: number): TreeNodes {
  const nodes = emptyNodes()
  addLeaf(nodes, tree.value[0] as number, tree.cover[0] as number)
  const stack = [{ from: 0, to: 0 }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { from, to } = next
    if (isLeaf(tree, from) || (prices[from] as number) <= price) continue
    const test = tree.links[2 * from] as number
    const left = tree.links[2 * from + 1] as number
    const child = addLeaf(nodes, tree.value[left] as number, tree.cover[left] as number)
    addLeaf(nodes, tree.value[left + 1] as number, tree.cover[left + 1] as number)
    const column = columnOf(tree, from)
    if (test >= 0) splitByThreshold(nodes, to, { column, threshold: test & 255, child })
    else splitByMask(nodes, to, { column, words: wordsOf(tree, test), child })
    stack.push({ from: left + 1, to: child + 1 }, { from: left, to: child })
  }
  return finishTree(nodes)
}

function wordsOf({ masks }: TreeNodes, test: number): Int32Array {
  const at = ~test * MASK_WORDS
  return masks.subarray(at + 1, at + MASK_WORDS)
}
