import { type Best, type Node, SORTED_ROWS, type Workspace } from './giniNode.ts'

/**
 * The best threshold of a column whose levels are all on one scale, for a node that is not wide. Gain D^2 / (nL nR), D = bL n -
 * b nL: the fall of the Gini impurity times n^3 / 2. True if the column has two levels here at least.
 */
export function searchThreshold(
  space: Workspace,
  node: Node,
  column: number,
  { minLeaf, best }: { readonly minLeaf: number; readonly best: Best },
): boolean {
  const size = node.end - node.start
  const codes = space.table.columns[column] as Uint8Array
  if (size <= SORTED_ROWS && node.all < 256)
    return searchSorted(space, node, column, codes, minLeaf, best)
  if (size < BITMAP_ROWS) return searchBitmap(space, node, column, codes, minLeaf, best)
  return searchCounted(space, node, column, codes, minLeaf, best)
}

/** Below this the occupied levels are few: a bitmap leads to them. */
const BITMAP_ROWS = 400

function searchCounted(
  { table, rows, packed, hist }: Workspace,
  { start, end, all, bad }: Node,
  column: number,
  codes: Uint8Array,
  minLeaf: number,
  best: Best,
): boolean {
  for (let at = start; at < end; at++) {
    const code = codes[rows[at] as number] as number
    hist[code] = (hist[code] as number) + (packed[at] as number)
  }
  const count = table.levels[column]?.count as number
  let gain = best.gain
  let low = -1
  let high = -1
  let previous = -1
  let left = 0
  let leftBad = 0
  let distinct = 0
  for (let level = 0; level < count; level++) {
    const pair = hist[level] as number
    if (pair === 0) continue
    hist[level] = 0
    if (left >= minLeaf && all - left >= minLeaf) {
      const d = leftBad * all - bad * left
      const reached = (d * d) / (left * (all - left))
      if (reached > gain) {
        gain = reached
        low = previous
        high = level
      }
    }
    left += pair & 0xffff
    leftBad += pair >>> 16
    previous = level
    distinct++
  }
  if (low >= 0) keep(best, column, gain, (low + high) >> 1)
  return distinct > 1
}

function searchBitmap(
  { rows, packed, hist, occupied }: Workspace,
  { start, end, all, bad }: Node,
  column: number,
  codes: Uint8Array,
  minLeaf: number,
  best: Best,
): boolean {
  for (let at = start; at < end; at++) {
    const code = codes[rows[at] as number] as number
    hist[code] = (hist[code] as number) + (packed[at] as number)
    const word = code >> 5
    occupied[word] = (occupied[word] as number) | (1 << (code & 31))
  }
  let gain = best.gain
  let low = -1
  let high = -1
  let previous = -1
  let left = 0
  let leftBad = 0
  let distinct = 0
  for (let word = 0; word < 8; word++) {
    let bits = occupied[word] as number
    if (bits === 0) continue
    occupied[word] = 0
    do {
      const lowest = bits & -bits
      const level = (word << 5) + 31 - Math.clz32(lowest)
      bits ^= lowest
      const pair = hist[level] as number
      hist[level] = 0
      if (left >= minLeaf && all - left >= minLeaf) {
        const d = leftBad * all - bad * left
        const reached = (d * d) / (left * (all - left))
        if (reached > gain) {
          gain = reached
          low = previous
          high = level
        }
      }
      left += pair & 0xffff
      leftBad += pair >>> 16
      previous = level
      distinct++
    } while (bits !== 0)
  }
  if (low >= 0) keep(best, column, gain, (low + high) >> 1)
  return distinct > 1
}

/** Few rows, light ones: level, bads and all of a row make one key, and sorting the keys sorts the rows. */
function searchSorted(
  { rows, packed, keys }: Workspace,
  { start, end, all, bad }: Node,
  column: number,
  codes: Uint8Array,
  minLeaf: number,
  best: Best,
): boolean {
  const size = end - start
  for (let at = 0; at < size; at++) {
    const pair = packed[start + at] as number
    const code = codes[rows[start + at] as number] as number
    const key = (code << 16) | (pair >>> 8) | (pair & 0xff)
    let to = at
    while (to > 0 && (keys[to - 1] as number) > key) {
      keys[to] = keys[to - 1] as number
      to--
    }
    keys[to] = key
  }
  if (((keys[0] as number) ^ (keys[size - 1] as number)) < 0x10000) return false
  let gain = best.gain
  let low = -1
  let high = -1
  let previous = (keys[0] as number) >> 16
  let left = 0
  let leftBad = 0
  for (let at = 0; at < size; at++) {
    const key = keys[at] as number
    const level = key >> 16
    if (level !== previous) {
      if (left >= minLeaf && all - left >= minLeaf) {
        const d = leftBad * all - bad * left
        const reached = (d * d) / (left * (all - left))
        if (reached > gain) {
          gain = reached
          low = previous
          high = level
        }
      }
      previous = level
    }
    left += key & 0xff
    leftBad += (key >> 8) & 0xff
  }
  if (low >= 0) keep(best, column, gain, (low + high) >> 1)
  return true
}

function keep(best: Best, column: number, gain: number, threshold: number): void {
  best.gain = gain
  best.column = column
  best.threshold = threshold
}
