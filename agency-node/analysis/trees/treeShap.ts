import type { Table } from '../table.ts'
import { requireShape } from '../tableShape.ts'
import { type Attribution, meanOfTree } from './attribution.ts'
import { binRows } from './binnedTable.ts'
import { columnOf, isLeaf, sideOf, type TreeNodes } from './nodes.ts'
import type { TreesModel } from './scoreRows.ts'

/**
 * Exact Shapley values of one row, by the path-dependent algorithm of TreeSHAP (Lundberg, Erion and Lee 2018, algorithm 2): a column
 * left out goes both ways, by the shares of training weight. Unlike a walk down the path alone they treat columns alike however
 * deep they are split, and a column that is never split gets exactly 0. Units: those of the trees' sum (a forest's are
 * `trees` times its probability). The table must have one row. Throws `model.features_mismatch`.
 */
export function shapleyOfRow({ shape, levels, trees }: TreesModel, row: Table): Attribution {
  requireShape(shape, row)
  const bytes = binRows(levels, row)
  const parts = new Float64Array(levels.length)
  let base = 0
  for (let tree = 0; tree + 1 < trees.roots.length; tree++) {
    const root = trees.roots[tree] as number
    base += meanOfTree(trees, root)
    addTree(trees, root, bytes, parts)
  }
  return { base, parts }
}

/** The columns on the path so far, with the shares that flow down when each is known or not, and Shapley's weights of the sets. */
interface Path {
  readonly column: Int32Array
  readonly unknown: Float64Array
  readonly known: Float64Array
  readonly weight: Float64Array
}

function pathOf(size: number): Path {
  return {
    column: new Int32Array(size),
    unknown: new Float64Array(size),
    known: new Float64Array(size),
    weight: new Float64Array(size),
  }
}

function addTree(trees: TreeNodes, root: number, bytes: Uint8Array, parts: Float64Array): void {
  const paths: Path[] = []
  descend({ trees, bytes, parts, paths }, root, {
    depth: 0,
    length: 0,
    unknown: 1,
    known: 1,
    column: -1,
  })
}

interface Walk {
  readonly trees: TreeNodes
  readonly bytes: Uint8Array
  readonly parts: Float64Array
  /** One for each depth, reused: a path is copied from the one above before it grows. */
  readonly paths: Path[]
}

interface Step {
  readonly depth: number
  /** Entries of the path above that are kept. */
  readonly length: number
  readonly unknown: number
  readonly known: number
  readonly column: number
}

function descend(walk: Walk, node: number, step: Step): void {
  const { trees, bytes, parts } = walk
  const path = pathAt(walk, step)
  extend(path, step)
  const length = step.length + 1
  if (isLeaf(trees, node)) {
    const value = trees.value[node] as number
    for (let k = 1; k < length; k++) {
      const column = path.column[k] as number
      const gain = (path.known[k] as number) - (path.unknown[k] as number)
      parts[column] = (parts[column] as number) + unwoundSum(path, length, k) * gain * value
    }
    return
  }
  const column = columnOf(trees, node)
  const child = trees.links[2 * node + 1] as number
  const hot = child + sideOf(trees, node, bytes[column] as number)
  const cold = hot === child ? child + 1 : child
  const seen = indexOf(path, length, column)
  const known = seen > 0 ? (path.known[seen] as number) : 1
  const unknown = seen > 0 ? (path.unknown[seen] as number) : 1
  const kept = seen > 0 ? unwind(path, length, seen) : length
  const share = (of: number) =>
    (unknown * (trees.cover[of] as number)) / (trees.cover[node] as number)
  const next = { depth: step.depth + 1, length: kept, column }
  descend(walk, hot, { ...next, unknown: share(hot), known })
  descend(walk, cold, { ...next, unknown: share(cold), known: 0 })
}

/** The path of this depth, filled with the entries kept of the one above. */
function pathAt({ paths }: Walk, { depth, length }: Step): Path {
  const path = paths[depth] ?? pathOf(depth + 2)
  paths[depth] = path
  const above = paths[depth - 1]
  if (above === undefined) return path
  for (let k = 0; k < length; k++) {
    path.column[k] = above.column[k] as number
    path.unknown[k] = above.unknown[k] as number
    path.known[k] = above.known[k] as number
    path.weight[k] = above.weight[k] as number
  }
  return path
}

function extend(path: Path, { length, unknown, known, column }: Step): void {
  const { weight } = path
  path.column[length] = column
  path.unknown[length] = unknown
  path.known[length] = known
  weight[length] = length === 0 ? 1 : 0
  for (let k = length - 1; k >= 0; k--) {
    const here = weight[k] as number
    weight[k + 1] = (weight[k + 1] as number) + (known * here * (k + 1)) / (length + 1)
    weight[k] = (unknown * here * (length - k)) / (length + 1)
  }
}

/** Takes an entry off the path as if it had never been on it; gives the new length. */
function unwind(path: Path, length: number, at: number): number {
  const { weight, column } = path
  const last = length - 1
  const known = path.known[at] as number
  const unknown = path.unknown[at] as number
  let rest = weight[last] as number
  for (let k = last - 1; k >= 0; k--) {
    const here = weight[k] as number
    if (known !== 0) {
      weight[k] = (rest * length) / ((k + 1) * known)
      rest = here - ((weight[k] as number) * unknown * (last - k)) / length
    } else weight[k] = (here * length) / (unknown * (last - k))
  }
  for (let k = at; k < last; k++) {
    column[k] = column[k + 1] as number
    path.known[k] = path.known[k + 1] as number
    path.unknown[k] = path.unknown[k + 1] as number
  }
  return last
}

/** The sum of the weights that the path would have without an entry. */
function unwoundSum(path: Path, length: number, at: number): number {
  const { weight } = path
  const last = length - 1
  const known = path.known[at] as number
  const unknown = path.unknown[at] as number
  let rest = weight[last] as number
  let sum = 0
  for (let k = last - 1; k >= 0; k--) {
    if (known !== 0) {
      const without = (rest * length) / ((k + 1) * known)
      sum += without
      rest = (weight[k] as number) - (without * unknown * (last - k)) / length
    } else sum += ((weight[k] as number) * length) / (unknown * (last - k))
  }
  return sum
}

function indexOf({ column }: Path, length: number, wanted: number): number {
  for (let k = 1; k < length; k++) if (column[k] === wanted) return k
  return 0
}
