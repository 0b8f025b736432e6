import { invalid } from '../../analysis/labels.ts'
import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import {
  type BlockedNetwork,
  type LinkChunk,
  linksPerChunk,
  type Segments,
  sharedMemory,
  weightsStart,
} from './blockedNetwork.ts'
import { type Blocks, chunkBits, divideIntoBlocks } from './blocks.ts'
import { type Census, takeCensus } from './linkCensus.ts'
import type { LinkBatch, LinkRows } from './linkRows.ts'
import { type WeightArray, weightBytes, weightView } from './weighing.ts'

export interface BlockOptions {
  /** The most targets of a block, as a power of two from 12 to 22; chosen by the number of nodes if absent. */
  readonly blockBits?: number
}

/**
 * Lays a network out in blocks, in two passes over its rows: one counts, one writes. Needs 4 bytes a link, those of the weights,
 * and 4 to 8 bytes a node; the rows themselves need not be in memory at once. Throws `analysis.invalid_input` for rows that are not
 * ascending and complete, targets that are no nodes and weights that are not positive.
 */
export function blockNetwork(rows: LinkRows, options: BlockOptions = {}): BlockedNetwork {
  const { nodes } = rows
  if (!Number.isInteger(nodes) || nodes < 0 || nodes >= 2 ** 32) {
    throw invalid('The number of nodes is no whole number below 2^32.')
  }
  const { blockBits = blockBitsFor(nodes) } = options
  if (!Number.isInteger(blockBits) || 2 ** blockBits < chunkNodes || blockBits > 22) {
    throw invalid('A block holds 2^12 to 2^22 targets.')
  }
  const blocks = divideIntoBlocks(nodes, blockBits)
  const census = takeCensus(rows, blocks)
  const layout = placeBlocks(census)
  const writer = writerOf(census, layout, blocks)
  for (const batch of rows.batches()) writeBatch(writer, batch)
  return {
    ...{ nodes, links: census.links, blockBits, blockNodes: blocks.blockNodes },
    ...{ chunks: layout.chunks, chunkOf: layout.chunkOf },
    ...{ weighing: census.weighing, strengths: census.strengths },
    segments: segmentsOf(writer, census),
  }
}

/**
 * The targets of a block should fit the second-level cache (2^19 of 4 bytes are 2 MB), and sources of neighbouring links the same
 * cache line, which takes larger blocks in larger networks; small networks still need blocks for every thread.
 */
function blockBitsFor(nodes: number): number {
  const bits = Math.ceil(Math.log2(Math.max(2, nodes)))
  return Math.min(Math.max(12, bits - 4), bits > 25 ? 21 : 19)
}

interface Layout {
  readonly chunks: readonly LinkChunk[]
  readonly chunkOf: Uint32Array
  /** Place of each block's first link in its chunk. */
  readonly starts: Uint32Array
}

function placeBlocks({ blockLinks, weighing }: Census): Layout {
  const capacity = linksPerChunk(weighing)
  const blocks = blockLinks.length
  const chunkOf = sharedWords(blocks)
  const starts = new Uint32Array(blocks)
  const sizes = [0]
  for (let block = 0; block < blocks; block++) {
    const links = blockLinks[block] as number
    if (links > capacity) throw invalid('One block holds more links than a memory of 4 GiB.')
    if ((sizes.at(-1) as number) + links > capacity) sizes.push(0)
    chunkOf[block] = sizes.length - 1
    starts[block] = sizes.at(-1) as number
    sizes[sizes.length - 1] = (sizes.at(-1) as number) + links
  }
  const chunks = sizes.map((links) => ({
    links,
    memory: sharedMemory(weightsStart(links) + links * weightBytes[weighing]),
  }))
  return { chunks, chunkOf, starts }
}

interface Writer {
  readonly blocks: Blocks
  readonly words: readonly Uint32Array[]
  readonly weights: readonly (WeightArray | undefined)[]
  readonly chunkOf: Uint32Array
  /** Place of each block's next link. */
  readonly next: Uint32Array
  /** Group of each block's last link, -1 before the first. */
  readonly lastGroup: Int32Array
  /** Start and group of each segment of a block, in turn. */
  readonly segments: readonly number[][]
}

function writerOf({ weighing, blockLinks }: Census, layout: Layout, blocks: Blocks): Writer {
  const { chunks, chunkOf, starts } = layout
  return {
    blocks,
    words: chunks.map(({ memory, links }) => new Uint32Array(memory.buffer, 0, links)),
    weights: chunks.map(({ memory, links }) =>
      weighing === 'none'
        ? undefined
        : weightView(weighing, memory.buffer, { byteOffset: weightsStart(links), count: links }),
    ),
    chunkOf,
    next: starts,
    lastGroup: new Int32Array(blockLinks.length).fill(-1),
    segments: Array.from(blockLinks, () => []),
  }
}

function writeBatch(writer: Writer, { firstNode, offsets, targets, weights }: LinkBatch): void {
  const { blocks, chunkOf, next, lastGroup } = writer
  const { blockBits, blockNodes, ofChunk } = blocks
  const groupBits = 32 - blockBits
  for (let row = 0; row + 1 < offsets.length; row++) {
    const source = firstNode + row
    const group = source >>> groupBits
    const inGroup = source << blockBits
    const end = offsets[row + 1] as number
    for (let link = offsets[row] as number; link < end; link++) {
      const target = targets[link] as number
      const block = ofChunk[target >>> chunkBits] as number
      const place = next[block] as number
      if (lastGroup[block] !== group) {
        writer.segments[block]?.push(place, group)
        lastGroup[block] = group
      }
      next[block] = place + 1
      const chunk = chunkOf[block] as number
      const words = writer.words[chunk] as Uint32Array
      words[place] = inGroup | (target - block * blockNodes)
      const held = writer.weights[chunk]
      if (held !== undefined) held[place] = weights === undefined ? 1 : (weights[link] as number)
    }
  }
}

function segmentsOf({ segments, next }: Writer, { blockLinks }: Census): Segments {
  const count = segments.reduce((sum, each) => sum + each.length / 2, 0)
  const of = sharedWords(blockLinks.length + 1)
  const starts = sharedWords(count)
  const lengths = sharedWords(count)
  const groups = sharedWords(count)
  let at = 0
  for (const [block, pairs] of segments.entries()) {
    for (let i = 0; i < pairs.length; i += 2, at++) {
      starts[at] = pairs[i] as number
      groups[at] = pairs[i + 1] as number
      lengths[at] = ((pairs[i + 2] ?? next[block]) as number) - (pairs[i] as number)
    }
    of[block + 1] = at
  }
  return { of, starts, lengths, groups }
}

function sharedWords(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length))
}
