import { MASK_WORDS, type TreeNodes } from './nodes.ts'

/** The leaf that a row of levels (from `at` on) reaches in the tree whose root is given. */
export function leafOf({ links, masks }: TreeNodes, root: number, levels: Uint8Array, at: number) {
  let node = root
  for (;;) {
    const next = step(links, masks, node, levels, at)
    if (next === node) return node
    node = next
  }
}

/** One step down; a leaf steps onto itself. */
export function step(
  links: Int32Array,
  masks: Int32Array,
  node: number,
  levels: Uint8Array,
  at: number,
): number {
  const test = links[2 * node] as number
  const child = links[2 * node + 1] as number
  if (test >= 0) {
    return child + (((test & 255) - (levels[at + (test >> 8)] as number)) >>> 31)
  }
  const mask = ~test * MASK_WORDS
  const level = levels[at + (masks[mask] as number)] as number
  return child + 1 - (((masks[mask + 1 + (level >> 5)] as number) >>> (level & 31)) & 1)
}

/**
 * Sum over the trees [from, to) of what their leaves say, for each row of levels, `stride` bytes a row. Trees are added in
 * ascending order for every row, so the sums do not depend on how rows are dealt to threads.
 */
export function sumTrees(
  trees: TreeNodes,
  levels: Uint8Array,
  stride: number,
  sums: Float64Array,
): void {
  const { roots, value } = trees
  for (let row = 0; row < sums.length; row++) {
    let sum = 0
    for (let tree = 0; tree + 1 < roots.length; tree++) {
      sum += value[leafOf(trees, roots[tree] as number, levels, row * stride)] as number
    }
    sums[row] = sum
  }
}
