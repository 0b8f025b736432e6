import { MASK_WORDS, type TreeNodes } from './nodes.ts'

/** The leaf that a row of levels (from `at` on) reaches in the tree whose root is given. */
export function leafOf(
  { links, masks }: TreeNodes,
  root: number,
  levels: Uint8Array,
  at: number,
): number {
  let node = root
  for (;;) {
    const next = step(links, masks, node, levels, at)
    if (next === node) return node
    node = next
  }
}

/** One step down; a leaf steps onto itself. Arithmetic instead of a branch that could not be foretold. */
function step(
  links: Int32Array,
  masks: Int32Array,
  node: number,
  levels: Uint8Array,
  at: number,
): number {
  const test = links[2 * node] as number
  const child = links[2 * node + 1] as number
  if (test >= 0) return child + (((test & 255) - (levels[at + (test >> 8)] as number)) >>> 31)
  return child + turn(masks, ~test * MASK_WORDS, levels, at)
}

/** On its own, so that `step` stays small enough to be compiled into its callers. */
function turn(masks: Int32Array, mask: number, levels: Uint8Array, at: number): number {
  const level = levels[at + (masks[mask] as number)] as number
  return 1 - (((masks[mask + 1 + (level >> 5)] as number) >>> (level & 31)) & 1)
}

export interface LevelRows {
  /** Row after row, `stride` bytes each. */
  readonly levels: Uint8Array
  readonly stride: number
}

/** The sum over all trees of what the leaf says that the row reaches. */
export function sumOfRow(trees: TreeNodes, { levels, stride }: LevelRows, row: number): number {
  const { roots, value } = trees
  const at = row * stride
  const ends = new Int32Array(8)
  const last = roots.length - 1
  let sum = 0
  let tree = 0
  for (; tree + 8 <= last; tree += 8) {
    for (let k = 0; k < 8; k++) ends[k] = roots[tree + k] as number
    walkEight(trees, levels, ends, at)
    for (let k = 0; k < 8; k++) sum += value[ends[k] as number] as number
  }
  for (; tree < last; tree++) {
    sum += value[leafOf(trees, roots[tree] as number, levels, at)] as number
  }
  return sum
}

/** Rows that are walked through one tree, which then is in the cache, before the next. */
const BLOCK = 2048

/**
 * As `sumOfRow`, for the rows [from, to), into `sums`. Trees are added in ascending order for every row: the sums do not depend on
 * how rows are dealt to threads.
 */
export function sumTrees(
  trees: TreeNodes,
  rows: LevelRows,
  sums: Float64Array,
  [from, to]: readonly [number, number] = [0, sums.length],
): void {
  sums.fill(0, from, to)
  for (let block = from; block < to; block += BLOCK) {
    for (let tree = 0; tree + 1 < trees.roots.length; tree++) {
      addTree(trees, trees.roots[tree] as number, rows, sums, block, Math.min(to, block + BLOCK))
    }
  }
}

function addTree(
  trees: TreeNodes,
  root: number,
  { levels, stride }: LevelRows,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  const { value } = trees
  const ends = new Int32Array(4)
  let row = from
  for (; row + 4 <= to; row += 4) {
    const at = row * stride
    ends.fill(root)
    walkFour(trees, levels, ends, at, at + stride, at + 2 * stride, at + 3 * stride)
    for (let k = 0; k < 4; k++) {
      sums[row + k] = (sums[row + k] as number) + (value[ends[k] as number] as number)
    }
  }
  for (; row < to; row++) {
    const leaf = leafOf(trees, root, levels, row * stride)
    sums[row] = (sums[row] as number) + (value[leaf] as number)
  }
}

/** Walks a row from eight nodes at once to their leaves: while one waits for memory the others go on. */
function walkEight(
  { links, masks }: TreeNodes,
  levels: Uint8Array,
  ends: Int32Array,
  at: number,
): void {
  let n0 = ends[0] as number
  let n1 = ends[1] as number
  let n2 = ends[2] as number
  let n3 = ends[3] as number
  let n4 = ends[4] as number
  let n5 = ends[5] as number
  let n6 = ends[6] as number
  let n7 = ends[7] as number
  for (;;) {
    const c0 = step(links, masks, n0, levels, at)
    const c1 = step(links, masks, n1, levels, at)
    const c2 = step(links, masks, n2, levels, at)
    const c3 = step(links, masks, n3, levels, at)
    const c4 = step(links, masks, n4, levels, at)
    const c5 = step(links, masks, n5, levels, at)
    const c6 = step(links, masks, n6, levels, at)
    const c7 = step(links, masks, n7, levels, at)
    const moved = (c0 ^ n0) | (c1 ^ n1) | (c2 ^ n2) | (c3 ^ n3)
    const movedToo = (c4 ^ n4) | (c5 ^ n5) | (c6 ^ n6) | (c7 ^ n7)
    n0 = c0
    n1 = c1
    n2 = c2
    n3 = c3
    n4 = c4
    n5 = c5
    n6 = c6
    n7 = c7
    if ((moved | movedToo) === 0) break
  }
  ends[0] = n0
  ends[1] = n1
  ends[2] = n2
  ends[3] = n3
  ends[4] = n4
  ends[5] = n5
  ends[6] = n6
  ends[7] = n7
}

/** As `walkEight` for four rows. Among many rows, tests of sets come and go: one branch on all four is foretold less badly than four. */
function walkFour(
  { links, masks }: TreeNodes,
  levels: Uint8Array,
  ends: Int32Array,
  at0: number,
  at1: number,
  at2: number,
  at3: number,
): void {
  let n0 = ends[0] as number
  let n1 = ends[1] as number
  let n2 = ends[2] as number
  let n3 = ends[3] as number
  for (;;) {
    const t0 = links[2 * n0] as number
    const t1 = links[2 * n1] as number
    const t2 = links[2 * n2] as number
    const t3 = links[2 * n3] as number
    let c0 = links[2 * n0 + 1] as number
    let c1 = links[2 * n1 + 1] as number
    let c2 = links[2 * n2 + 1] as number
    let c3 = links[2 * n3 + 1] as number
    if ((t0 | t1 | t2 | t3) >= 0) {
      c0 += ((t0 & 255) - (levels[at0 + (t0 >> 8)] as number)) >>> 31
      c1 += ((t1 & 255) - (levels[at1 + (t1 >> 8)] as number)) >>> 31
      c2 += ((t2 & 255) - (levels[at2 + (t2 >> 8)] as number)) >>> 31
      c3 += ((t3 & 255) - (levels[at3 + (t3 >> 8)] as number)) >>> 31
    } else {
      c0 = step(links, masks, n0, levels, at0)
      c1 = step(links, masks, n1, levels, at1)
      c2 = step(links, masks, n2, levels, at2)
      c3 = step(links, masks, n3, levels, at3)
    }
    if (((c0 ^ n0) | (c1 ^ n1) | (c2 ^ n2) | (c3 ^ n3)) === 0) break
    n0 = c0
    n1 = c1
    n2 = c2
    n3 = c3
  }
  ends[0] = n0
  ends[1] = n1
  ends[2] = n2
  ends[3] = n3
}
