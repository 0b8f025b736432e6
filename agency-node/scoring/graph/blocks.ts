import { chunkNodes } from '../../analysis/network/chunkedSum.ts'

/** How the targets of a network are divided. */
export interface Blocks {
  /** The bits of a word that hold the target within its block. */
  readonly blockBits: number
  /** Targets of a block, at most 2^blockBits and a multiple of chunkNodes; the last block may have fewer. */
  readonly blockNodes: number
  readonly count: number
  /** The block of each chunk of nodes: looked up twice a link, where a division would take longer. */
  readonly ofChunk: Uint32Array
}

/** Threads that find about as many blocks each, as do threads whose number divides this one. */
const THREADS = 4

/** Blocks of about the same size, so that no thread waits long for the last one of another. */
export function divideIntoBlocks(nodes: number, blockBits: number): Blocks {
  const least = Math.ceil(nodes / 2 ** blockBits)
  const even = Math.max(1, Math.ceil(least / THREADS) * THREADS)
  const blockNodes = Math.max(1, Math.ceil(nodes / even / chunkNodes)) * chunkNodes
  const ofChunk = Uint32Array.from({ length: Math.ceil(nodes / chunkNodes) }, (_, chunk) =>
    Math.floor((chunk * chunkNodes) / blockNodes),
  )
  return { blockBits, blockNodes, count: Math.ceil(nodes / blockNodes), ofChunk }
}

/** The binary logarithm of chunkNodes: `node >>> chunkBits` is the chunk of a node. */
export const chunkBits = Math.log2(chunkNodes)
