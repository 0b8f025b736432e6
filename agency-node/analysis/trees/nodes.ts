/**
 * Binary trees one after another, as prediction reads them. Node i has links[2 i] (its test) and links[2 i + 1] (its left
 * child; the right one stands beside it). A leaf is its own child, so that walking on from it changes nothing.
 *
 * Test t >= 0: column t >> 8; left when the row's level is at most t & 255.
 * Test t < 0: masks from 9 (-t - 1) on: the column, then 256 bits, set for the levels that go left.
 */
export interface TreeNodes {
  /** First node of each tree, and one past the last node of all. */
  readonly roots: Int32Array
  readonly links: Int32Array
  readonly masks: Int32Array
  /** What a node says: in a forest the share of bads among its training rows, in boosting the step of its log-odds. */
  readonly value: Float64Array
  /** Training weight that came through a node. */
  readonly cover: Float64Array
}

export const MASK_WORDS = 9

/** The test that every row passes to the left: a leaf's. */
export const LEAF_TEST = 255

export function isLeaf({ links }: TreeNodes, node: number): boolean {
  return links[2 * node + 1] === node
}

export function columnOf({ links, masks }: TreeNodes, node: number): number {
  const test = links[2 * node] as number
  return test >= 0 ? test >> 8 : (masks[~test * MASK_WORDS] as number)
}

/** Which child (0 left, 1 right) a level goes to. */
export function sideOf({ links, masks }: TreeNodes, node: number, level: number): 0 | 1 {
  const test = links[2 * node] as number
  if (test >= 0) return level <= (test & 255) ? 0 : 1
  const word = masks[~test * MASK_WORDS + 1 + (level >> 5)] as number
  return (word >>> (level & 31)) & 1 ? 0 : 1
}

/** Trees grown apart, put one after another in the order given. */
export function joinTrees(trees: readonly TreeNodes[]): TreeNodes {
  const nodes = trees.reduce((sum, { value }) => sum + value.length, 0)
  const maskWords = trees.reduce((sum, { masks }) => sum + masks.length, 0)
  const joined = {
    roots: new Int32Array(trees.reduce((sum, { roots }) => sum + roots.length - 1, 1)),
    links: new Int32Array(2 * nodes),
    masks: new Int32Array(maskWords),
    value: new Float64Array(nodes),
    cover: new Float64Array(nodes),
  }
  let node = 0
  let mask = 0
  let tree = 0
  for (const { roots, links, masks, value, cover } of trees) {
    for (let k = 0; k < roots.length; k++) joined.roots[tree + k] = (roots[k] as number) + node
    for (let at = 0; at < links.length; at += 2) {
      const test = links[at] as number
      joined.links[2 * node + at] = test < 0 ? test - mask / MASK_WORDS : test
      joined.links[2 * node + at + 1] = (links[at + 1] as number) + node
    }
    joined.masks.set(masks, mask)
    joined.value.set(value, node)
    joined.cover.set(cover, node)
    node += value.length
    mask += masks.length
    tree += roots.length - 1
  }
  return joined
}
