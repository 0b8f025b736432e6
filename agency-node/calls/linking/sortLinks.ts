import type { Csr } from '../../analysis/network/csr.ts'
import type { LinkRows } from './linkRows.ts'
import { packingOf, sortPacked } from './packedLinks.ts'
import { radixSort, type SortPlan, sortPlan } from './radixSort.ts'
import { createRowWriter, type RowWriter } from './rowWriter.ts'

/** Rows of a part: what is sorted at once stays in a processor's cache. */
const rowsAPart = 8192
const mostParts = 4096

/**
 * The compressed sparse rows of links, those of one pair added up; the rows are used up. Parts of neighbouring sources first, then within
 * each a radix sort, both linear in the links. Equal to `aggregateLinks`, several times as fast on millions.
 * Throws `input.too_large` where a weight exceeds 32 bits.
 */
export function sortLinks(rows: LinkRows, nodes: number, words: 2 | 3): Csr {
  const shift = partShift(rows.rows, nodes)
  const packing = words === 2 ? packingOf(nodes, shift) : null
  if (packing !== null) return sortPacked(rows, nodes, packing)
  const { sorted, starts } = partition(rows, nodes, words, shift)
  const writer = createRowWriter(sorted, nodes)
  const largest = starts.reduce(
    (most, start, i) => Math.max(most, (starts[i + 1] ?? start) - start),
    0,
  )
  const scratch = new Uint32Array(largest * words)
  const plan = sortPlan(nodes, shift)
  for (let part = 0; part + 1 < starts.length; part++) {
    const from = (starts[part] as number) * words
    const to = (starts[part + 1] as number) * words
    writePart(writer, plan, { region: sorted.subarray(from, to), scratch, words })
  }
  return writer.finish()
}

function writePart(
  writer: RowWriter,
  plan: SortPlan,
  { region, scratch, words }: { region: Uint32Array; scratch: Uint32Array; words: 2 | 3 },
): void {
  const sorted = radixSort(plan, region, scratch.subarray(0, region.length), words)
  writer.add(sorted, words)
}

/** Sources that agree above this many bits are one part. */
export function partShift(rows: number, nodes: number): number {
  const parts = Math.min(mostParts, Math.max(1, rows / rowsAPart))
  return Math.max(0, Math.ceil(Math.log2(Math.max(1, nodes) / parts)))
}

function partition(rows: LinkRows, nodes: number, words: 2 | 3, shift: number) {
  const parts = (Math.max(0, nodes - 1) >>> shift) + 1
  const starts = new Uint32Array(parts + 1)
  rows.each((segment) => countParts(segment, words, shift, starts))
  for (let part = 0; part < parts; part++) {
    starts[part + 1] = (starts[part + 1] as number) + (starts[part] as number)
  }
  const sorted = new Uint32Array(rows.rows * words)
  const next = starts.map((start) => start * words)
  rows.drain((segment) => scatter(segment, words, shift, sorted, next))
  return { sorted, starts }
}

function countParts(segment: Uint32Array, words: number, shift: number, starts: Uint32Array): void {
  for (let at = 0; at < segment.length; at += words) {
    const part = (segment[at] as number) >>> shift
    starts[part + 1] = (starts[part + 1] as number) + 1
  }
}

function scatter(
  segment: Uint32Array,
  words: 2 | 3,
  shift: number,
  into: Uint32Array,
  next: Uint32Array,
): void {
  for (let at = 0; at < segment.length; at += words) {
    const from = segment[at] as number
    const part = from >>> shift
    const place = next[part] as number
    next[part] = place + words
    into[place] = from
    into[place + 1] = segment[at + 1] as number
    if (words === 3) into[place + 2] = segment[at + 2] as number
  }
}
