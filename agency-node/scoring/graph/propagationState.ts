import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import { type BlockedNetwork, groupNodes, sharedMemory } from './blockedNetwork.ts'
import { type Precision, type Scores, scoreBytes, scoreView } from './kernel.ts'

/** Everything that changes while scores spread, in shared memory. */
export interface PropagationState {
  readonly precision: Precision
  /** What each node gives per unit of weight, twice: one is read while the other is written. Each padded to `stride`. */
  readonly memory: WebAssembly.Memory
  readonly stride: number
  /** 1 for each group of which some node gives something, for each half of `memory`; what the others hold there means nothing. */
  readonly isGiving: readonly [Uint8Array, Uint8Array]
  /** Two numbers for each chunk of nodes, by which a step is judged; their meaning depends on the process. */
  readonly chunkFigures: Float64Array
  /** The next block to take, and whether to stop before it. */
  readonly control: Int32Array
}

export const NEXT_BLOCK = 0
export const IS_STOPPED = 1

export function propagationState(network: BlockedNetwork, precision: Precision): PropagationState {
  const { nodes } = network
  const perScore = scoreBytes[precision]
  const stride = Math.ceil(nodes / 16) * 16
  const groups = Math.ceil(nodes / groupNodes(network))
  return {
    ...{ precision, stride },
    memory: sharedMemory(2 * stride * perScore),
    isGiving: [
      new Uint8Array(new SharedArrayBuffer(groups)),
      new Uint8Array(new SharedArrayBuffer(groups)),
    ],
    chunkFigures: new Float64Array(
      new SharedArrayBuffer(2 * 8 * Math.max(1, Math.ceil(nodes / chunkNodes))),
    ),
    control: new Int32Array(new SharedArrayBuffer(8)),
  }
}

/**
 * The scores of one run: exposure or energy. Each run has its own, which it gives to whoever asked, so that the scores of a nation
 * are neither cleared nor copied.
 */
export function newScores({ nodes }: BlockedNetwork, precision: Precision): Scores {
  const buffer = new SharedArrayBuffer(nodes * scoreBytes[precision])
  return scoreView(precision, buffer, { count: nodes })
}

/** Both halves of what nodes give, as one array. */
export function givenScores({ precision, memory, stride }: PropagationState): Scores {
  return scoreView(precision, memory.buffer, { count: 2 * stride })
}
