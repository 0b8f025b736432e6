import { type Best, type Node, PACKED_LIMIT, type Workspace } from './giniNode.ts'
import { bestCut, midway, regularSize, sortByMean, writeCut } from './levelCut.ts'
import { type ColumnLevels, scaleEnd } from './levels.ts'

/**
 * The best split of a column with levels off the scale, of a categorical one, or in a wide node. True if the column has two
 * levels here at least. Categories are ordered by their share of bads in the node: then some cut of that order is the best of
 * all subsets (Breiman et al. 1984, 4.2.2). A missing value or special code goes with the lower or the upper quantities, or alone.
 * What goes left is told by `levelSetOf`, once the node's best split is known.
 */
export function searchLevelSet(
  space: Workspace,
  node: Node,
  column: number,
  { minLeaf, best }: { readonly minLeaf: number; readonly best: Best },
): boolean {
  const order = listOrdered(space, node, column)
  if (space.list.size < 2) return false
  const isAllRegular = order.regular === space.list.size
  const gain = isAllRegular
    ? bestPrefix(space, node, minLeaf, best.gain)
    : (cutOf(space, node, order, { minLeaf, floor: best.gain })?.gain ?? -1)
  if (gain <= best.gain) return true
  best.gain = gain
  best.column = column
  best.threshold = -1
  return true
}

/** The split of a node by the column that `searchLevelSet` found best: fills in `threshold` or `words`. */
export function levelSetOf(
  space: Workspace,
  node: Node,
  { minLeaf, best }: { readonly minLeaf: number; readonly best: Best },
): void {
  const order = listOrdered(space, node, best.column)
  const found = cutOf(space, node, order, { minLeaf, floor: -1 })
  if (found === null) return
  if (order.isPlain) best.threshold = midway(space.list, found.cut)
  else writeCut(best.words, space.list, found.cut, order)
}

/** Lists the occupied levels in the order in which cuts are tried. */
function listOrdered(space: Workspace, node: Node, column: number) {
  const levels = space.table.levels[column] as ColumnLevels
  const { list } = space
  listLevels(space, node, column, levels.count)
  const end = scaleEnd(levels)
  if (levels.kind === 'numeric') {
    return { regular: regularSize(list, end), end, isPlain: levels.count === end }
  }
  sortByMean(list, 0)
  return { regular: list.size, end, isPlain: false }
}

/** The gain of the best cut of a list without levels off the scale: the search of `bestCut`, where it is run most. */
function bestPrefix({ list }: Workspace, { all, bad }: Node, minLeaf: number, floor: number) {
  const { size, weight, sum } = list
  let gain = floor
  let left = 0
  let leftBad = 0
  for (let k = 0; k + 1 < size; k++) {
    left += weight[k] as number
    leftBad += sum[k] as number
    if (left < minLeaf || all - left < minLeaf) continue
    const d = leftBad * all - bad * left
    const reached = (d * d) / (left * (all - left))
    if (reached > gain) gain = reached
  }
  return gain
}

function cutOf(
  { list }: Workspace,
  { all, bad }: Node,
  { regular }: { readonly regular: number },
  { minLeaf, floor }: { readonly minLeaf: number; readonly floor: number },
) {
  return bestCut(list, regular, floor, (left, leftBad) => {
    if (left < minLeaf || all - left < minLeaf) return -1
    const d = leftBad * all - bad * left
    return (d * d) / (left * (all - left))
  })
}

function listLevels(space: Workspace, node: Node, column: number, count: number): void {
  const { list, hist, wideAll, wideBad } = space
  const isWide = node.all > PACKED_LIMIT
  if (isWide) countWide(space, node, column)
  else countPacked(space, node, column)
  let size = 0
  for (let level = 0; level < count; level++) {
    const pair = hist[level] as number
    const all = isWide ? (wideAll[level] as number) : pair & 0xffff
    if (all === 0) continue
    list.level[size] = level
    list.weight[size] = all
    list.sum[size++] = isWide ? (wideBad[level] as number) : pair >>> 16
    hist[level] = 0
    wideAll[level] = 0
    wideBad[level] = 0
  }
  list.size = size
}

function countPacked(
  { table, rows, packed, hist }: Workspace,
  { start, end }: Node,
  column: number,
): void {
  const codes = table.columns[column] as Uint8Array
  for (let at = start; at < end; at++) {
    const code = codes[rows[at] as number] as number
    hist[code] = (hist[code] as number) + (packed[at] as number)
  }
}

function countWide(
  { table, rows, packed, wideAll, wideBad }: Workspace,
  { start, end }: Node,
  column: number,
): void {
  const codes = table.columns[column] as Uint8Array
  for (let at = start; at < end; at++) {
    const code = codes[rows[at] as number] as number
    const pair = packed[at] as number
    wideAll[code] = (wideAll[code] as number) + (pair & 0xffff)
    wideBad[code] = (wideBad[code] as number) + (pair >>> 16)
  }
}
