import { type Best, type LevelList, type Node, PACKED_LIMIT, type Workspace } from './giniNode.ts'
import { MAX_LEVELS, scaleEnd } from './levels.ts'

interface Search {
  readonly minLeaf: number
  readonly best: Best
}

/**
 * The best split of a column with levels off the scale, of a categorical one, or in a wide node. True if the column has two
 * levels here at least. Categories are ordered by their share of bads in the node: then some cut of that order is the best of
 * all subsets (Breiman et al. 1984, 4.2.2). A missing value or special code goes with the lower or the upper quantities, or alone.
 * Levels absent from the node go with the heavier child.
 */
export function searchLevelSet(
  space: Workspace,
  node: Node,
  column: number,
  search: Search,
): boolean {
  const levels = space.table.levels[column]
  if (levels === undefined) return false
  listLevels(space, node, column, levels.count)
  const { list } = space
  if (list.size < 2) return false
  const end = scaleEnd(levels)
  const regular =
    levels.kind === 'numeric'
      ? list.level.subarray(0, list.size).filter((level) => level < end).length
      : list.size
  if (levels.kind === 'categorical') sortByRate(list)
  const gainBefore = search.best.gain
  const cut = bestCut(list, node, regular, search)
  if (cut === null) return true
  search.best.column = column
  if (levels.kind === 'numeric' && regular === list.size && levels.count === end) {
    search.best.threshold =
      ((list.level[cut.last - 1] as number) + (list.level[cut.last] as number)) >> 1
  } else writeMask(search.best, list, node, { ...cut, regular, end })
  return search.best.gain > gainBefore
}

/** The left side: entries [first, last) of the list, and those from `regular` on if `isOffLeft`. */
interface Cut {
  readonly first: number
  readonly last: number
  readonly isOffLeft: boolean
}

function bestCut(
  list: LevelList,
  node: Node,
  regular: number,
  { minLeaf, best }: Search,
): Cut | null {
  const { size, all, bad } = list
  let cut: Cut | null = null
  const consider = (left: number, leftBad: number, next: Cut) => {
    if (left < minLeaf || node.all - left < minLeaf || left === 0 || left === node.all) return
    const d = leftBad * node.all - node.bad * left
    const gain = (d * d) / (left * (node.all - left))
    if (gain <= best.gain) return
    best.gain = gain
    cut = next
  }
  let off = 0
  let offBad = 0
  for (let k = regular; k < size; k++) {
    consider(all[k] as number, bad[k] as number, { first: k, last: k + 1, isOffLeft: false })
    off += all[k] as number
    offBad += bad[k] as number
  }
  let left = 0
  let leftBad = 0
  for (let k = 0; k < regular; k++) {
    left += all[k] as number
    leftBad += bad[k] as number
    consider(left, leftBad, { first: 0, last: k + 1, isOffLeft: false })
    if (off > 0) consider(left + off, leftBad + offBad, { first: 0, last: k + 1, isOffLeft: true })
  }
  return cut
}

/** Bits of the levels that go left. Between two quantities the cut is put midway. */
function writeMask(
  best: Best,
  list: LevelList,
  node: Node,
  cut: Cut & { readonly regular: number; readonly end: number },
): void {
  const goesLeft = new Uint8Array(MAX_LEVELS)
  const isPresent = new Uint8Array(MAX_LEVELS)
  let left = 0
  for (let k = 0; k < list.size; k++) {
    const level = list.level[k] as number
    isPresent[level] = 1
    const isLeft = (k >= cut.first && k < cut.last) || (cut.isOffLeft && k >= cut.regular)
    if (!isLeft) continue
    goesLeft[level] = 1
    left += list.all[k] as number
  }
  const absent = 2 * left >= node.all ? 1 : 0
  const middle = midway(list, cut)
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (isPresent[level] === 1) continue
    goesLeft[level] = level < cut.end && cut.first === 0 ? Number(level <= middle) : absent
  }
  best.words.fill(0)
  for (let level = 0; level < MAX_LEVELS; level++) {
    const word = level >> 5
    if (goesLeft[level] === 1) best.words[word] = (best.words[word] as number) | (1 << (level & 31))
  }
  best.threshold = -1
}

function midway(list: LevelList, { last, regular, end }: Cut & { regular: number; end: number }) {
  if (last >= regular) return end
  return ((list.level[last - 1] as number) + (list.level[last] as number)) >> 1
}

function listLevels(space: Workspace, node: Node, column: number, count: number): void {
  const { list, hist, wideAll, wideBad } = space
  const isWide = node.all > PACKED_LIMIT
  if (isWide) countWide(space, node, column)
  else countPacked(space, node, column)
  list.size = 0
  for (let level = 0; level < count; level++) {
    const pair = hist[level] as number
    const all = isWide ? (wideAll[level] as number) : pair & 0xffff
    if (all === 0) continue
    list.level[list.size] = level
    list.all[list.size] = all
    list.bad[list.size++] = isWide ? (wideBad[level] as number) : pair >>> 16
    hist[level] = 0
    wideAll[level] = 0
    wideBad[level] = 0
  }
}

function countPacked(
  { table, rows, packed, hist }: Workspace,
  { start, end }: Node,
  column: number,
) {
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
) {
  const codes = table.columns[column] as Uint8Array
  for (let at = start; at < end; at++) {
    const code = codes[rows[at] as number] as number
    const pair = packed[at] as number
    wideAll[code] = (wideAll[code] as number) + (pair & 0xffff)
    wideBad[code] = (wideBad[code] as number) + (pair >>> 16)
  }
}

/** Ascending share of bads, equal shares by level. */
function sortByRate({ size, level, all, bad }: LevelList): void {
  for (let at = 1; at < size; at++) {
    const [l, n, b] = [level[at] as number, all[at] as number, bad[at] as number]
    let to = at
    while (to > 0 && (bad[to - 1] as number) * n > b * (all[to - 1] as number)) {
      level[to] = level[to - 1] as number
      all[to] = all[to - 1] as number
      bad[to] = bad[to - 1] as number
      to--
    }
    level[to] = l
    all[to] = n
    bad[to] = b
  }
}
