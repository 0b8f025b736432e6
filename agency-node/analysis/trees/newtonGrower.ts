import type { BinnedTable } from './binnedTable.ts'
import type { PlannedBoosting } from './boosting.ts'
import { bestCut, emptyList, midway, regularSize, sortByMean, writeCut } from './levelCut.ts'
import { MAX_LEVELS, scaleEnd } from './levels.ts'
import {
  addLeaf,
  emptyNodes,
  finishTree,
  type NodeList,
  splitByMask,
  splitByThreshold,
} from './nodeList.ts'
import type { TreeNodes } from './nodes.ts'

interface Derivatives {
  readonly gradient: Float64Array
  readonly hessian: Float64Array
}

interface Node {
  readonly rows: Int32Array
  readonly gradient: number
  readonly hessian: number
  readonly id: number
  readonly depth: number
  /** Bounds of the steps below, from monotone splits above. */
  readonly low: number
  readonly high: number
}

interface Split {
  gain: number
  column: number
  threshold: number
  readonly words: Int32Array
  isOrdered: boolean
}

/** Smooths the order of categories, as a prior of so many units of hessian. */
const CATEGORY_PRIOR = 5

/** Grows the tree of one round: steps G / (H + l2), gains by the second-order expansion of the loss. */
export function newtonGrower(table: BinnedTable, options: PlannedBoosting) {
  const list = emptyList()
  const sums = {
    gradient: new Float64Array(MAX_LEVELS),
    hessian: new Float64Array(MAX_LEVELS),
  }
  const words = new Int32Array(8)
  return (rows: Int32Array, columns: Int32Array, derivatives: Derivatives): TreeNodes => {
    const nodes = emptyNodes()
    const open = { table, options, list, sums, columns, derivatives, words }
    const stack = [rootOf(rows, derivatives, nodes, options)]
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.depth >= options.maxDepth || node.rows.length < 2) continue
      const split = searchSplit(open, node)
      if (split !== null) stack.push(...divide(open, nodes, node, split))
    }
    return finishTree(nodes)
  }
}

interface Open {
  readonly table: BinnedTable
  readonly options: PlannedBoosting
  readonly list: ReturnType<typeof emptyList>
  readonly sums: Derivatives
  readonly columns: Int32Array
  readonly derivatives: Derivatives
  readonly words: Int32Array
}

function rootOf(
  rows: Int32Array,
  derivatives: Derivatives,
  nodes: NodeList,
  options: PlannedBoosting,
): Node {
  const total = totalOf(rows, derivatives)
  const bounds = { low: -Infinity, high: Infinity }
  const id = addLeaf(nodes, options.rate * stepOf(total, bounds, options), rows.length)
  return { rows, ...total, id, depth: 0, ...bounds }
}

function totalOf(rows: Int32Array, derivatives: Derivatives) {
  let gradient = 0
  let hessian = 0
  for (let at = 0; at < rows.length; at++) {
    gradient += derivatives.gradient[rows[at] as number] as number
    hessian += derivatives.hessian[rows[at] as number] as number
  }
  return { gradient, hessian }
}

function stepOf(
  { gradient, hessian }: { readonly gradient: number; readonly hessian: number },
  { low, high }: { readonly low: number; readonly high: number },
  { l2 }: PlannedBoosting,
): number {
  const curvature = hessian + l2
  return curvature > 0 ? Math.min(high, Math.max(low, gradient / curvature)) : 0
}

/** The fall of the loss by a step within its bounds. */
function fallOf(gradient: number, hessian: number, step: number, l2: number): number {
  return gradient * step - 0.5 * (hessian + l2) * step * step
}

function searchSplit(open: Open, node: Node): Split | null {
  const best: Split = { gain: 1e-9, column: -1, threshold: -1, words: open.words, isOrdered: false }
  best.gain += fallOf(
    node.gradient,
    node.hessian,
    stepOf(node, node, open.options),
    open.options.l2,
  )
  for (const column of open.columns) searchColumn(open, node, column, best)
  return best.column < 0 ? null : best
}

function searchColumn(open: Open, node: Node, column: number, best: Split): void {
  const { table, options, list } = open
  const levels = table.levels[column]
  if (levels === undefined || levels.count < 2) return
  listLevels(open, node, column, levels.count)
  if (list.size < 2) return
  const end = scaleEnd(levels)
  const isCategorical = levels.kind === 'categorical'
  const regular = isCategorical ? list.size : regularSize(list, end)
  if (isCategorical) sortByMean(list, CATEGORY_PRIOR)
  const { l2, minHessian } = options
  const direction = options.monotone[column] as number
  const judge = (hessian: number, gradient: number, isOrdered: boolean) => {
    const right = { gradient: node.gradient - gradient, hessian: node.hessian - hessian }
    if (hessian < minHessian || right.hessian < minHessian) return -Infinity
    const leftStep = stepOf({ gradient, hessian }, node, options)
    const rightStep = stepOf(right, node, options)
    if (isOrdered && direction * (rightStep - leftStep) < 0) return -Infinity
    return (
      fallOf(gradient, hessian, leftStep, l2) + fallOf(right.gradient, right.hessian, rightStep, l2)
    )
  }
  const found = bestCut(list, regular, best.gain, judge)
  if (found === null) return
  best.gain = found.gain
  best.column = column
  best.isOrdered = direction !== 0 && found.cut.first === 0 && found.cut.last < regular
  const isPlain = !isCategorical && levels.count === end
  best.threshold = isPlain ? midway(list, found.cut) : -1
  if (!isPlain) writeCut(best.words, list, found.cut, { regular, end })
}

function listLevels(
  { table, list, sums, derivatives }: Open,
  { rows }: Node,
  column: number,
  count: number,
): void {
  const codes = table.columns[column] as Uint8Array
  const { gradient, hessian } = sums
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const code = codes[row] as number
    gradient[code] = (gradient[code] as number) + (derivatives.gradient[row] as number)
    hessian[code] = (hessian[code] as number) + (derivatives.hessian[row] as number)
  }
  let size = 0
  for (let level = 0; level < count; level++) {
    if (hessian[level] === 0) continue
    list.level[size] = level
    list.weight[size] = hessian[level] as number
    list.sum[size++] = gradient[level] as number
    gradient[level] = 0
    hessian[level] = 0
  }
  list.size = size
}

/** Makes the node a split; gives its children, the left one last: it is grown first. */
function divide({ table, options, derivatives }: Open, nodes: NodeList, node: Node, split: Split) {
  const { column, threshold, words } = split
  const codes = table.columns[column] as Uint8Array
  const goesLeft = (row: number) => {
    const level = codes[row] as number
    if (threshold >= 0) return level <= threshold
    return (((words[level >> 5] as number) >>> (level & 31)) & 1) === 1
  }
  const leftRows = node.rows.filter(goesLeft)
  const rightRows = node.rows.filter((row) => !goesLeft(row))
  const left = totalOf(leftRows, derivatives)
  const right = totalOf(rightRows, derivatives)
  const leftStep = stepOf(left, node, options)
  const rightStep = stepOf(right, node, options)
  const child = addLeaf(nodes, options.rate * leftStep, leftRows.length)
  addLeaf(nodes, options.rate * rightStep, rightRows.length)
  if (threshold >= 0) splitByThreshold(nodes, node.id, { column, threshold, child })
  else splitByMask(nodes, node.id, { column, words, child })
  const depth = node.depth + 1
  const middle = (leftStep + rightStep) / 2
  const bounds = split.isOrdered
    ? narrowed(node, middle, leftStep <= rightStep)
    : { left: { low: node.low, high: node.high }, right: { low: node.low, high: node.high } }
  return [
    { rows: rightRows, ...right, id: child + 1, depth, ...bounds.right },
    { rows: leftRows, ...left, id: child, depth, ...bounds.left },
  ]
}

/** Steps below a monotone split stay on their sides of its middle. */
function narrowed({ low, high }: Node, middle: number, isRising: boolean) {
  const below = { low, high: middle }
  const above = { low: middle, high }
  return isRising ? { left: below, right: above } : { left: above, right: below }
}
