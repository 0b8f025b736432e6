import { LEAF_TEST, MASK_WORDS, type TreeNodes } from './nodes.ts'

/** The nodes of one tree while it grows: arrays that double when full. */
export interface NodeList {
  size: number
  links: Int32Array
  value: Float64Array
  cover: Float64Array
  maskCount: number
  masks: Int32Array
}

export function emptyNodes(): NodeList {
  return {
    size: 0,
    links: new Int32Array(512),
    value: new Float64Array(256),
    cover: new Float64Array(256),
    maskCount: 0,
    masks: new Int32Array(MASK_WORDS * 16),
  }
}

/** Adds a leaf and gives its number. */
export function addLeaf(list: NodeList, value: number, cover: number): number {
  const node = list.size++
  if (node === list.value.length) {
    list.links = grown(list.links, new Int32Array(4 * node))
    list.value = grown(list.value, new Float64Array(2 * node))
    list.cover = grown(list.cover, new Float64Array(2 * node))
  }
  list.links[2 * node] = LEAF_TEST
  list.links[2 * node + 1] = node
  list.value[node] = value
  list.cover[node] = cover
  return node
}

/** Rows whose level is at most `threshold` go left. */
export function splitByThreshold(
  list: NodeList,
  node: number,
  { column, threshold, child }: { column: number; threshold: number; child: number },
): void {
  list.links[2 * node] = (column << 8) | threshold
  list.links[2 * node + 1] = child
}

/** Rows whose level is in the set (eight words of bits) go left. */
export function splitByMask(
  list: NodeList,
  node: number,
  { column, words, child }: { column: number; words: Int32Array; child: number },
): void {
  const at = list.maskCount * MASK_WORDS
  if (at === list.masks.length) list.masks = grown(list.masks, new Int32Array(2 * at))
  list.masks[at] = column
  list.masks.set(words, at + 1)
  list.links[2 * node] = ~list.maskCount++
  list.links[2 * node + 1] = child
}

/** A tree of its own: the lists may be used again. */
export function finishTree(list: NodeList): TreeNodes {
  return {
    roots: Int32Array.of(0, list.size),
    links: list.links.slice(0, 2 * list.size),
    masks: list.masks.slice(0, list.maskCount * MASK_WORDS),
    value: list.value.slice(0, list.size),
    cover: list.cover.slice(0, list.size),
  }
}

function grown<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from as never) // both of one kind
  return to
}
