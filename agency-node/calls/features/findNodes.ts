import { tagWords } from '../store/tagTable.ts'

/** The node of a tag among nodes in the order of their tags; -1 where it is not in the network. */
export function nodeOf(tags: Uint32Array, tag: Uint32Array): number {
  let low = 0
  let high = tags.length / tagWords - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = compare(tags, middle * tagWords, tag)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function compare(tags: Uint32Array, at: number, tag: Uint32Array): number {
  for (let word = 0; word < tagWords; word++) {
    const gap = (tags[at + word] as number) - (tag[word] as number)
    if (gap !== 0) return gap
  }
  return 0
}

/** A tag in hex, as exports call people. */
export function tagName(tags: Uint32Array, node: number): string {
  const words = tags.slice(node * tagWords, (node + 1) * tagWords)
  return Buffer.from(words.buffer).toString('hex')
}
