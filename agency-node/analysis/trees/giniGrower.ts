import { invalid } from '../labels.ts'
import { type Random, randomBelow } from '../random.ts'
import type { BinnedTable } from './binnedTable.ts'
import { type Best, type Node, PACKED_LIMIT, type Workspace, workspaceFor } from './giniNode.ts'
import { levelSetOf, searchLevelSet } from './levelSetSplit.ts'
import { scaleEnd } from './levels.ts'
import {
  addLeaf,
  emptyNodes,
  finishTree,
  type NodeList,
  splitByMask,
  splitByThreshold,
} from './nodeList.ts'
import type { TreeNodes } from './nodes.ts'
import { searchThreshold } from './thresholdSplit.ts'

export interface GrowOptions {
  /** Columns looked at in each node; more while all of them are constant there. */
  readonly mtry: number
  /** Least training weight of a leaf. */
  readonly minLeaf: number
  /** Splits above a leaf at most. */
  readonly maxDepth: number
  /** Nodes of less weight are not split. */
  readonly minSplit?: number
}

/** Grows trees by the Gini impurity (Breiman et al. 1984), reusing its memory from tree to tree. */
export interface Grower {
  /** `counts` says how often each row is in the bag; `features` are the columns to draw from, all by default. */
  grow(counts: ArrayLike<number>, random: Random, features?: Int32Array): TreeNodes
}

interface Pending extends Node {
  readonly id: number
  readonly depth: number
}

export function giniGrower(table: BinnedTable, y: Uint8Array, options: GrowOptions): Grower {
  const space = workspaceFor(table)
  const best: Best = { gain: -1, column: -1, threshold: -1, words: new Int32Array(8) }
  const everyColumn = Int32Array.from(table.columns, (_, column) => column)
  return {
    grow: (counts, random, features = everyColumn) => {
      const nodes = emptyNodes()
      const root = plant(space, y, counts)
      const context = { space, best, options, nodes, random, features: features.slice() }
      const stack: Pending[] = []
      visit(context, stack, {
        ...root,
        id: addLeaf(nodes, root.bad / root.all, root.all),
        depth: 0,
      })
      for (let next = stack.pop(); next !== undefined; next = stack.pop())
        split(context, stack, next)
      return finishTree(nodes)
    },
  }
}

interface Context {
  readonly space: Workspace
  readonly best: Best
  readonly options: GrowOptions
  readonly nodes: NodeList
  readonly random: Random
  readonly features: Int32Array
}

/** Rows in the bag, ascending. */
function plant({ rows, packed }: Workspace, y: Uint8Array, counts: ArrayLike<number>): Node {
  const node = { start: 0, end: 0, all: 0, bad: 0 }
  for (let row = 0; row < y.length; row++) {
    const count = counts[row] as number
    if (count === 0) continue
    if (count > PACKED_LIMIT) throw invalid(`Row ${row} is drawn more than ${PACKED_LIMIT} times.`)
    const isBad = y[row] === 1
    rows[node.end] = row
    packed[node.end++] = isBad ? count | (count << 16) : count
    node.all += count
    if (isBad) node.bad += count
  }
  if (node.end === 0) throw invalid('There are no rows to grow a tree on.')
  return node
}

/** Puts a node aside for splitting unless it must be a leaf. */
function visit({ options }: Context, stack: Pending[], node: Pending): void {
  const isPure = node.bad === 0 || node.bad === node.all
  const isLight = node.all < 2 * options.minLeaf || node.all < (options.minSplit ?? 2)
  if (!isPure && !isLight && node.depth < options.maxDepth) stack.push(node)
}

function split(context: Context, stack: Pending[], node: Pending): void {
  const { space, best, nodes } = context
  best.gain = -1
  search(context, node)
  if (best.gain < 0) return
  if (best.threshold < 0) levelSetOf(space, node, { minLeaf: context.options.minLeaf, best })
  const { column, threshold, words } = best
  const left =
    threshold >= 0
      ? partition(space, node, column, threshold)
      : partitionByMask(space, node, column, words)
  const right = {
    start: left.end,
    end: node.end,
    all: node.all - left.all,
    bad: node.bad - left.bad,
  }
  const child = addLeaf(nodes, left.bad / left.all, left.all)
  addLeaf(nodes, right.bad / right.all, right.all)
  if (threshold >= 0) splitByThreshold(nodes, node.id, { column, threshold, child })
  else splitByMask(nodes, node.id, { column, words, child })
  visit(context, stack, { ...right, id: child + 1, depth: node.depth + 1 })
  visit(context, stack, { ...left, id: child, depth: node.depth + 1 })
}

/** Draws columns without replacement (Fisher-Yates) and searches each. */
function search({ space, best, options, random, features }: Context, node: Node): void {
  const { mtry, minLeaf } = options
  const isWide = node.all > PACKED_LIMIT
  let varied = 0
  for (let drawn = 0; drawn < features.length && (drawn < mtry || varied === 0); drawn++) {
    const at =
      mtry >= features.length ? drawn : drawn + randomBelow(random, features.length - drawn)
    const column = features[at] as number
    features[at] = features[drawn] as number
    features[drawn] = column
    const levels = space.table.levels[column]
    const isPlain = levels?.kind === 'numeric' && levels.count === scaleEnd(levels) && !isWide
    const isVaried = isPlain
      ? searchThreshold(space, node, column, { minLeaf, best })
      : searchLevelSet(space, node, column, { minLeaf, best })
    if (isVaried) varied++
  }
}

/** Moves the rows that go left to the front, both sides staying in order; gives the left side. */
function partition(
  { table, rows, packed, spareRows, sparePacked }: Workspace,
  { start, end }: Node,
  column: number,
  threshold: number,
): Node {
  const codes = table.columns[column] as Uint8Array
  let kept = start
  let moved = 0
  let all = 0
  let bad = 0
  for (let at = start; at < end; at++) {
    const row = rows[at] as number
    const pair = packed[at] as number
    // All ones if the level is above the threshold: no branch, since none could be foretold.
    const above = (threshold - (codes[row] as number)) >> 31
    rows[kept] = row
    packed[kept] = pair
    spareRows[moved] = row
    sparePacked[moved] = pair
    kept += 1 + above
    moved -= above
    all += pair & 0xffff & ~above
    bad += (pair & ~above) >>> 16
  }
  restore(rows, spareRows, kept, moved)
  restore(packed, sparePacked, kept, moved)
  return { start, end: kept, all, bad }
}

function partitionByMask(
  { table, rows, packed, spareRows, sparePacked }: Workspace,
  { start, end }: Node,
  column: number,
  words: Int32Array,
): Node {
  const codes = table.columns[column] as Uint8Array
  let kept = start
  let moved = 0
  let all = 0
  let bad = 0
  for (let at = start; at < end; at++) {
    const row = rows[at] as number
    const pair = packed[at] as number
    const code = codes[row] as number
    const left = ((words[code >> 5] as number) >>> (code & 31)) & 1
    rows[kept] = row
    packed[kept] = pair
    spareRows[moved] = row
    sparePacked[moved] = pair
    kept += left
    moved += 1 - left
    all += pair & 0xffff & -left
    bad += (pair & -left) >>> 16
  }
  restore(rows, spareRows, kept, moved)
  restore(packed, sparePacked, kept, moved)
  return { start, end: kept, all, bad }
}

function restore(into: Int32Array, spare: Int32Array, at: number, count: number): void {
  for (let k = 0; k < count; k++) into[at + k] = spare[k] as number
}
