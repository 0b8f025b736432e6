import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import type { BlockedNetwork } from './blockedNetwork.ts'
import type { Accumulate, Scores } from './kernel.ts'
import { givenScores, type PropagationState } from './propagationState.ts'

/** One step of one process; the same for every block. */
export type Step = PageRankStep | SpreadingStep

interface AnyStep {
  /** Which half of the given scores is read; the other is written. */
  readonly half: 0 | 1
}

export interface PageRankStep extends AnyStep {
  readonly kind: 'pageRank'
  readonly alpha: number
  /** Ascending, in shared memory. */
  readonly sources: Uint32Array
  readonly perSource: number
  /** What every node gets besides (dangling scores, spread uniformly). */
  readonly perNode: number
}

export interface SpreadingStep extends AnyStep {
  readonly kind: 'spreading'
  readonly d: number
}

/**
 * Takes one block a step further: adds up what its nodes receive and turns it into their scores and what they give next. The order of
 * all sums is fixed by the network, so the result does not depend on which thread does it.
 */
export function blockStepper(
  network: BlockedNetwork,
  state: PropagationState,
  accumulate: Accumulate,
): (block: number, step: Step) => void {
  const given = givenScores(state)
  return (block, step) => {
    const first = block * 2 ** network.blockBits
    const end = Math.min(network.nodes, first + 2 ** network.blockBits)
    const into = (1 - step.half) * state.stride
    const received = given.subarray(into, into + network.nodes)
    received.fill(0, first, end)
    accumulateBlock(network, accumulate, {
      block,
      from: step.half * state.stride,
      to: into + first,
    })
    if (step.kind === 'pageRank') addToSources(received, step, { first, end })
    const places = { network, state, received }
    for (let node = first; node < end; node += chunkNodes) {
      const range = { first: node, end: Math.min(end, node + chunkNodes) }
      if (step.kind === 'pageRank') finishPageRank(places, step, range)
      else finishSpreading(places, step, range)
    }
  }
}

interface BlockPlace {
  readonly block: number
  readonly from: number
  readonly to: number
}

function accumulateBlock(
  { segments, chunkOf }: BlockedNetwork,
  accumulate: Accumulate,
  { block, from, to }: BlockPlace,
): void {
  const lastSegment = segments.of[block + 1] as number
  for (let segment = segments.of[block] as number; segment < lastSegment; segment++) {
    accumulate({
      chunk: chunkOf[block] as number,
      firstLink: segments.starts[segment] as number,
      links: segments.lengths[segment] as number,
      source: from + (segments.sources[segment] as number),
      target: to,
    })
  }
}

interface NodeRange {
  readonly first: number
  readonly end: number
}

function addToSources(
  received: Scores,
  { sources, perSource }: PageRankStep,
  { first, end }: NodeRange,
): void {
  for (let at = lowerBound(sources, first); at < sources.length; at++) {
    const source = sources[at] as number
    if (source >= end) return
    received[source] = (received[source] as number) + perSource
  }
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

interface Places {
  readonly network: BlockedNetwork
  readonly state: PropagationState
  /** Turns, node by node, from what a node received into what it gives. */
  readonly received: Scores
}

/** Figures of the chunk: the change in all, and what dangling nodes hold. */
function finishPageRank(places: Places, { alpha, perNode }: PageRankStep, range: NodeRange): void {
  const { network, state, received } = places
  const { scores, chunkFigures } = state
  const { strengths } = network
  let change = 0
  let stuck = 0
  for (let node = range.first; node < range.end; node++) {
    const before = scores[node] as number
    scores[node] = (received[node] as number) + perNode
    const score = scores[node] as number // rounded to the precision
    const strength = strengths[node] as number
    change += Math.abs(before - score)
    if (strength === 0) stuck += score
    received[node] = strength === 0 ? 0 : (alpha * score) / strength
  }
  const chunk = range.first / chunkNodes
  chunkFigures[2 * chunk] = change
  chunkFigures[2 * chunk + 1] = stuck
}

/** Figures of the chunk: the largest change (infinite where a new node got energy), and the energy in all. */
function finishSpreading(
  { network, state, received }: Places,
  step: SpreadingStep,
  range: NodeRange,
) {
  const { scores, chunkFigures } = state
  const { strengths } = network
  const { d } = step
  let change = 0
  let sum = 0
  for (let node = range.first; node < range.end; node++) {
    const before = scores[node] as number
    const strength = strengths[node] as number
    scores[node] = (received[node] as number) + (strength === 0 ? 1 : 1 - d) * before
    const energy = scores[node] as number // rounded to the precision
    const moved = before === 0 && energy > 0 ? Infinity : Math.abs(energy - before)
    if (moved > change) change = moved
    sum += energy
    received[node] = strength === 0 ? 0 : (d * energy) / strength
  }
  const chunk = range.first / chunkNodes
  chunkFigures[2 * chunk] = change
  chunkFigures[2 * chunk + 1] = sum
}
