import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type Weighing, weightBytes } from './weighing.ts'

/**
 * A network laid out for propagation: links in blocks by their target, in a block by ascending source, one word a link. The sources
 * are then read in sequence and the targets of a block stay in the cache. A word holds the target within its block in blockBits, and
 * above them the source within its group: sources come in groups of 2^(32 - blockBits). Everything lies in shared memory, so that
 * worker threads see it without a copy.
 */
export interface BlockedNetwork {
  readonly nodes: number
  readonly links: number
  /** The bits of a word that hold the target within its block. */
  readonly blockBits: number
  /** Targets of a block, at most 2^blockBits and a multiple of chunkNodes; the last block may have fewer. */
  readonly blockNodes: number
  readonly weighing: Weighing
  /** Words and, after them, weights of whole blocks; several where one memory (4 GiB) does not hold all. */
  readonly chunks: readonly LinkChunk[]
  /** The chunk of each block. */
  readonly chunkOf: Uint32Array
  readonly segments: Segments
  /** The sum of the weights of each node's links: whole numbers where all weights are. */
  readonly strengths: Uint32Array | Float64Array
}

export interface LinkChunk {
  readonly memory: WebAssembly.Memory
  readonly links: number
}

/**
 * Runs of links of one block whose sources are of one group. Links of a group that has nothing to give are passed over, which spares
 * most of the first steps from few sources.
 */
export interface Segments {
  /** The segments of block b: of[b] <= s < of[b + 1]. */
  readonly of: Uint32Array
  /** Place of the first link in the block's chunk. */
  readonly starts: Uint32Array
  readonly lengths: Uint32Array
  readonly groups: Uint32Array
}

/** The group that a node is in as a source. */
export function groupOf(node: number, { blockBits }: Pick<BlockedNetwork, 'blockBits'>): number {
  return Math.floor(node / groupNodes({ blockBits }))
}

/** How many nodes a group has; the last may have fewer. */
export function groupNodes({ blockBits }: Pick<BlockedNetwork, 'blockBits'>): number {
  return 2 ** (32 - blockBits)
}

export const pageBytes = 65_536
const MEMORY_BYTES = 2 ** 32 - pageBytes

/** How many links one memory holds. */
export function linksPerChunk(weighing: Weighing): number {
  return Math.floor((MEMORY_BYTES - 8) / (4 + weightBytes[weighing]))
}

/** Where the weights begin in a chunk: after the words, at a multiple of 8 bytes. */
export function weightsStart(links: number): number {
  return Math.ceil((4 * links) / 8) * 8
}

/** Memory that WebAssembly and worker threads share, zero. Throws `analysis.invalid_input` where 4 GiB do not suffice. */
export function sharedMemory(bytes: number): WebAssembly.Memory {
  if (bytes > MEMORY_BYTES) {
    throw new MeshError('analysis.invalid_input', {
      detail: 'The network is too large for one memory of 4 GiB.',
    })
  }
  const pages = Math.max(1, Math.ceil(bytes / pageBytes))
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}
