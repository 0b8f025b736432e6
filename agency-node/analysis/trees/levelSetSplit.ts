import { type Best, type Node, PACKED_LIMIT, type Workspace } from './giniNode.ts'
import { bestCut, midway, regularSize, sortByMean, writeCut } from './levelCut.ts'
import { scaleEnd } from './levels.ts'

/**
 * The best split of a column with levels off the scale, of a categorical one, or in a wide node. True if the column has two
 * levels here at least. Categories are ordered by their share of bads in the node: then some cut of that order is the best of
 * all subsets (Breiman et al. 1984, 4.2.2). A missing value or special code goes with the lower or the upper quantities, or alone.
 */
export function searchLevelSet(
  space: Workspace,
  node: Node,
  column: number,
  { minLeaf, best }: { readonly minLeaf: number; readonly best: Best },
): boolean {
  const levels = space.table.levels[column]
  if (levels === undefined) return false
  listLevels(space, node, column, levels.count)
  const { list } = space
  if (list.size < 2) return false
  const isCategorical = levels.kind === 'categorical'
  const end = scaleEnd(levels)
  const regular = isCategorical ? list.size : regularSize(list, end)
  if (isCategorical) sortByMean(list, 0)
  const { all, bad } = node
  const found = bestCut(list, regular, best.gain, (left, leftBad) => {
    if (left < minLeaf || all - left < minLeaf) return -1
    const d = leftBad * all - bad * left
    return (d * d) / (left * (all - left))
  })
  if (found === null) return true
  best.gain = found.gain
  best.column = column
  const isPlain = !isCategorical && levels.count === end
  best.threshold = isPlain ? midway(list, found.cut) : -1
  if (!isPlain) writeCut(best.words, list, found.cut, { regular, end })
  return true
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
