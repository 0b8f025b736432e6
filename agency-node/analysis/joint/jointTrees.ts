import { countClasses, invalid } from '../labels.ts'
import type { DesignMatrix } from '../linear/designMatrix.ts'
import { seededRandom } from '../random.ts'
import type { PartyData } from './computation.ts'
import { levelOf } from './globalCuts.ts'

/** A split sends values up to the cut to node `left`, others to the next one. */
export type TreeNode =
  | { readonly column: number; readonly cut: number; readonly left: number }
  | { readonly value: number }

/** Null for a node that waits for its counts. */
export interface GrowingTree {
  readonly nodes: readonly (TreeNode | null)[]
}

/** A finished tree: column -1 is a leaf, whose value is its share of bads. */
export interface PlainTree {
  readonly column: readonly number[]
  readonly cut: readonly number[]
  readonly left: readonly number[]
  readonly value: readonly number[]
}

export interface OpenNode {
  readonly tree: number
  readonly node: number
  /** Ascending. */
  readonly columns: readonly number[]
}

interface Level {
  readonly cuts: readonly (readonly number[])[]
  readonly trees: readonly GrowingTree[]
  readonly open: readonly OpenNode[]
}

/** Numbers in an answer about these nodes: goods and bads for each bin of each column. */
export function levelLength(open: readonly OpenNode[], cuts: Level['cuts']): number {
  let length = 0
  for (const { columns } of open) for (const column of columns) length += 2 * binsOf(cuts, column)
  return length
}

/** One party's counts, node by node, column by column, bin by bin, goods before bads. */
export function countLevel({ cuts, trees, open }: Level, { x, y, weightSeed }: PartyData) {
  countClasses(y)
  if (x.columns !== cuts.length)
    throw invalid(`There are ${x.columns} columns, not ${cuts.length}.`)
  const bins = binsOfRows(x, cuts)
  const counts = new Float64Array(levelLength(open, cuts))
  const places = placesOf(open, cuts)
  trees.forEach((tree, at) => {
    const waiting = places.get(at)
    if (waiting === undefined) return
    const weights = rowWeights(weightSeed, at, x.rows)
    for (let row = 0; row < x.rows; row++) {
      const weight = weights[row] as number
      const place = weight === 0 ? undefined : waiting.get(walk(tree, x, row))
      if (place === undefined) continue
      let offset = place.offset
      for (const column of place.columns) {
        const cell = offset + 2 * (bins[row * x.columns + column] as number) + (y[row] as number)
        counts[cell] = (counts[cell] as number) + weight
        offset += 2 * binsOf(cuts, column)
      }
    }
  })
  return counts
}

/** Splits what gains by Gini, settles the rest; ties go to the first column and the lowest cut. */
export function splitLevel(
  { cuts, trees, open }: Level,
  sum: Float64Array,
  { minLeaf, canGrow }: { readonly minLeaf: number; readonly canGrow: boolean },
): { readonly trees: readonly GrowingTree[]; readonly open: readonly Omit<OpenNode, 'columns'>[] } {
  const grown = trees.map(({ nodes }) => [...nodes])
  const next: Omit<OpenNode, 'columns'>[] = []
  let offset = 0
  for (const { tree, node, columns } of open) {
    const nodes = grown[tree] as (TreeNode | null)[]
    const found = bestSplit(sum, { columns, cuts, offset, minLeaf })
    for (const column of columns) offset += 2 * binsOf(cuts, column)
    if (found.split === null) {
      nodes[node] = { value: shareOf(found.whole) }
      continue
    }
    const { column, cut, sides } = found.split
    nodes[node] = { column, cut, left: nodes.length }
    for (const side of sides) {
      const isOpen =
        canGrow && side.goods > 0 && side.bads > 0 && side.goods + side.bads >= 2 * minLeaf
      if (isOpen) next.push({ tree, node: nodes.length })
      nodes.push(isOpen ? null : { value: shareOf(side) })
    }
  }
  return { trees: grown.map((nodes) => ({ nodes })), open: next }
}

/** How often each row is drawn: Poisson(1), as in an online bootstrap (Oza and Russell 2001), from the party's own seed. */
export function rowWeights(seed: number, tree: number, rows: number): Uint8Array {
  const random = seededRandom(seed + tree * 2 ** 32)
  return Uint8Array.from({ length: rows }, () => {
    let probability = Math.exp(-1)
    let rest = random() - probability
    let count = 0
    while (rest >= 0 && count < 20) {
      count++
      probability /= count
      rest -= probability
    }
    return count
  })
}

/** Mean share of bads over the trees, one a row. */
export function predictJointForest(trees: readonly PlainTree[], x: DesignMatrix): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, row) => {
    let sum = 0
    for (const { column, cut, left, value } of trees) {
      let node = 0
      while (column[node] !== -1) {
        const isLeft =
          (x.values[row * x.columns + (column[node] as number)] as number) <= (cut[node] as number)
        node = (left[node] as number) + (isLeft ? 0 : 1)
      }
      sum += value[node] as number
    }
    return sum / trees.length
  })
}

interface Classes {
  readonly goods: number
  readonly bads: number
}

interface Search {
  readonly columns: readonly number[]
  readonly cuts: Level['cuts']
  readonly offset: number
  readonly minLeaf: number
}

interface Split {
  readonly column: number
  readonly cut: number
  readonly sides: readonly [Classes, Classes]
}

function bestSplit(sum: Float64Array, { columns, cuts, offset, minLeaf }: Search) {
  let whole: Classes = { goods: 0, bads: 0 }
  let split: Split | null = null
  let best = 0
  let at = offset
  for (const column of columns) {
    const bins = binsOf(cuts, column)
    whole = classesIn(sum, at, bins)
    // A gain that is the rounding of its sums is none.
    if (column === columns[0]) best = purity(whole) * (1 + 1e-12)
    for (let bin = 0; bin + 1 < bins; bin++) {
      const low = classesIn(sum, at, bin + 1)
      const high = { goods: whole.goods - low.goods, bads: whole.bads - low.bads }
      if (low.goods + low.bads < minLeaf || high.goods + high.bads < minLeaf) continue
      const gain = purity(low) + purity(high)
      if (gain <= best) continue
      best = gain
      split = { column, cut: cuts[column]?.[bin] as number, sides: [low, high] }
    }
    at += 2 * bins
  }
  return { whole, split }
}

function classesIn(sum: Float64Array, from: number, bins: number): Classes {
  let goods = 0
  let bads = 0
  for (let bin = 0; bin < bins; bin++) {
    goods += sum[from + 2 * bin] as number
    bads += sum[from + 2 * bin + 1] as number
  }
  return { goods, bads }
}

/** What Gini's criterion adds up over the sides of a split. */
function purity({ goods, bads }: Classes): number {
  return goods + bads === 0 ? 0 : (goods * goods + bads * bads) / (goods + bads)
}

function shareOf({ goods, bads }: Classes): number {
  return goods + bads === 0 ? 0 : bads / (goods + bads)
}

function binsOf(cuts: Level['cuts'], column: number): number {
  return (cuts[column]?.length ?? 0) + 1
}

function binsOfRows({ rows, columns, values }: DesignMatrix, cuts: Level['cuts']): Uint8Array {
  const bins = new Uint8Array(rows * columns)
  for (let at = 0; at < bins.length; at++) {
    bins[at] = levelOf(cuts[at % columns] ?? [], values[at] as number)
  }
  return bins
}

/** Where the counts of each open node begin, by tree and node. */
function placesOf(open: readonly OpenNode[], cuts: Level['cuts']) {
  const places = new Map<number, Map<number, { columns: readonly number[]; offset: number }>>()
  let offset = 0
  for (const { tree, node, columns } of open) {
    const ofTree = places.get(tree) ?? new Map()
    places.set(tree, ofTree.set(node, { columns, offset }))
    for (const column of columns) offset += 2 * binsOf(cuts, column)
  }
  return places
}

/** The node that waits for a row, or the leaf where it ended. */
function walk({ nodes }: GrowingTree, { columns, values }: DesignMatrix, row: number): number {
  let at = 0
  for (;;) {
    const node = nodes[at]
    if (node === null || node === undefined || !('column' in node)) return at
    at = node.left + ((values[row * columns + node.column] as number) <= node.cut ? 0 : 1)
  }
}
