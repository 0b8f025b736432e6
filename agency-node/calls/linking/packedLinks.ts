import type { Csr } from '../../analysis/network/csr.ts'
import type { LinkRows } from './linkRows.ts'

/**
 * Links that all weigh 1, one word each: within a part of neighbouring sources a link is its target and the few bits in which its source differs.
 * Half the memory of two words, and a sort of single numbers.
 */
export interface Packing {
  /** Sources that agree above this many bits are one part. */
  readonly shift: number
  /** Of a target. */
  readonly toBits: number
}

/** Null where a link does not fit a word. */
export function packingOf(nodes: number, shift: number): Packing | null {
  const toBits = Math.max(1, 32 - Math.clz32(Math.max(0, nodes - 1)))
  return toBits + shift <= 32 ? { shift, toBits } : null
}

/** The rows of packed links; the given ones are used up. */
export function sortPacked(rows: LinkRows, nodes: number, packing: Packing): Csr {
  const { packed, starts } = partition(rows, nodes, packing)
  const sizes = starts.subarray(1).map((end, part) => end - (starts[part] as number))
  const scratch = new Uint32Array(sizes.reduce((most, size) => Math.max(most, size), 0))
  const writer = createPackedWriter(packed, nodes, packing)
  for (let part = 0; part < sizes.length; part++) {
    const region = packed.subarray(starts[part], starts[part + 1])
    const sorted = sortWords(region, scratch.subarray(0, region.length), packing)
    writer.add(sorted, part)
  }
  return writer.finish()
}

function partition(rows: LinkRows, nodes: number, { shift, toBits }: Packing) {
  const parts = (Math.max(0, nodes - 1) >>> shift) + 1
  const starts = new Uint32Array(parts + 1)
  rows.each((words) => {
    for (let at = 0; at < words.length; at += 2) {
      const part = ((words[at] as number) >>> shift) + 1
      starts[part] = (starts[part] as number) + 1
    }
  })
  for (let part = 0; part < parts; part++) {
    starts[part + 1] = (starts[part + 1] as number) + (starts[part] as number)
  }
  const packed = new Uint32Array(rows.rows)
  const next = starts.slice()
  const low = 2 ** shift - 1
  rows.drain((words) => {
    for (let at = 0; at < words.length; at += 2) {
      const from = words[at] as number
      const part = from >>> shift
      const place = next[part] as number
      next[part] = place + 1
      packed[place] = (shift === 0 ? 0 : (from & low) << toBits) | (words[at + 1] as number)
    }
  })
  return { packed, starts }
}

const mostDigitBits = 11

/** A radix sort of whole words by their lower bits; gives whichever array it ended in. */
function sortWords(
  region: Uint32Array,
  scratch: Uint32Array,
  { shift, toBits }: Packing,
): Uint32Array {
  const bits = shift + toBits
  const passes = Math.ceil(bits / mostDigitBits)
  const digit = Math.ceil(bits / passes)
  const next = new Uint32Array(2 ** digit + 1)
  let source = region
  let target = scratch
  for (let done = 0; done < bits; done += digit) {
    sortByDigit(source, target, { shift: done, next })
    const swap = source
    source = target
    target = swap
  }
  return source
}

function sortByDigit(
  source: Uint32Array,
  target: Uint32Array,
  { shift, next }: { readonly shift: number; readonly next: Uint32Array },
): void {
  const mask = next.length - 2
  next.fill(0)
  for (let i = 0; i < source.length; i++) {
    const digit = (((source[i] as number) >>> shift) & mask) + 1
    next[digit] = (next[digit] as number) + 1
  }
  let sum = 0
  for (let digit = 0; digit < next.length; digit++) {
    sum += next[digit] as number
    next[digit] = sum
  }
  for (let i = 0; i < source.length; i++) {
    const word = source[i] as number
    const digit = (word >>> shift) & mask
    const place = next[digit] as number
    next[digit] = place + 1
    target[place] = word
  }
}

/** Writes targets into the front of the packed links: what is written never overtakes what is still to be read. */
function createPackedWriter(packed: Uint32Array, nodes: number, { shift, toBits }: Packing) {
  const offsets = new Uint32Array(nodes + 1)
  const weights = new Uint32Array(packed.length).fill(1)
  const mask = toBits === 32 ? -1 : 2 ** toBits - 1
  let links = 0
  return {
    add(sorted: Uint32Array, part: number) {
      const firstNode = part * 2 ** shift + 1
      let at = links
      let from = 0
      let isFirst = true
      let last = 0
      for (let i = 0; i < sorted.length; i++) {
        const word = sorted[i] as number
        if (word === last && !isFirst) {
          weights[at - 1] = (weights[at - 1] as number) + 1
          continue
        }
        isFirst = false
        last = word
        const its = toBits === 32 ? 0 : word >>> toBits
        if (its !== from) offsets[firstNode + from] = at
        from = its
        packed[at++] = word & mask
      }
      if (at > links) offsets[firstNode + from] = at
      links = at
    },
    finish(): Csr {
      // Where a row ends is written for nodes with links alone.
      for (let node = 0; node < nodes; node++) {
        if (offsets[node + 1] === 0) offsets[node + 1] = offsets[node] as number
      }
      return { nodes, offsets, targets: shrunk(packed, links), weights: shrunk(weights, links) }
    },
  }
}

/** The first words. A copy costs time, what it saves is memory: worth it from an eighth on. */
function shrunk(words: Uint32Array, length: number): Uint32Array {
  if (length > words.length - words.length / 8) return words.subarray(0, length)
  const { buffer } = words
  return new Uint32Array(
    (buffer as ArrayBuffer).transfer(length * Uint32Array.BYTES_PER_ELEMENT), // made above
  )
}
