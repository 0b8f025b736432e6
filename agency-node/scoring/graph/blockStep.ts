import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import { type BlockedNetwork, groupNodes, groupOf } from './blockedNetwork.ts'
import type { Accumulate, Scores } from './kernel.ts'
import { givenScores, type PropagationState } from './propagationState.ts'

/** One step of one process; the same for every block. */
export type Step = PageRankStep | SpreadingStep

interface AnyStep {
  /** Of this run, in shared memory. */
  readonly scores: Scores
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
    const first = block * network.blockNodes
    const end = Math.min(network.nodes, first + network.blockNodes)
    const into = (1 - step.half) * state.stride
    const received = given.subarray(into, into + network.nodes)
    received.fill(0, first, end)
    accumulateBlock(network, accumulate, {
      ...{ block, isGiving: state.isGiving[step.half] },
      from: step.half * state.stride,
      to: into + first,
    })
    const isGiving = state.isGiving[1 - step.half] as Uint8Array
    const held = { network, state, received }
    if (step.kind === 'pageRank') addToSources(held, step, { first, end })
    for (let node = first; node < end; node += chunkNodes) {
      const range = { first: node, end: Math.min(end, node + chunkNodes) }
      if (step.kind === 'pageRank') finishPageRank(held, step, range)
      else finishSpreading(held, step, range)
      markGiving(held, isGiving, range)
    }
  }
}

interface BlockPlace {
  readonly block: number
  readonly isGiving: Uint8Array
  readonly from: number
  readonly to: number
}

function accumulateBlock(
  network: BlockedNetwork,
  accumulate: Accumulate,
  { block, isGiving, from, to }: BlockPlace,
): void {
  const { segments, chunkOf } = network
  const size = groupNodes(network)
  const lastSegment = segments.of[block + 1] as number
  for (let segment = segments.of[block] as number; segment < lastSegment; segment++) {
    const group = segments.groups[segment] as number
    if (isGiving[group] === 0) continue
    accumulate({
      chunk: chunkOf[block] as number,
      firstLink: segments.starts[segment] as number,
      links: segments.lengths[segment] as number,
      source: from + group * size,
      target: to,
    })
  }
}

interface NodeRange {
  readonly first: number
  readonly end: number
}

function addToSources(
  { received }: Held,
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

interface Held {
  readonly network: BlockedNetwork
  readonly state: PropagationState
  /** Turns, node by node, from what a node received into what it gives. */
  readonly received: Scores
}

/** Figures of the chunk: the change in all, and what dangling nodes hold. */
function finishPageRank(held: Held, step: PageRankStep, range: NodeRange): void {
  const { network, state, received } = held
  const { scores, alpha, perNode } = step
  const { chunkFigures } = state
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
  { network, state, received }: Held,
  step: SpreadingStep,
  range: NodeRange,
) {
  const { chunkFigures } = state
  const { strengths } = network
  const { scores, d } = step
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

/** Notes the groups of the range that have a node which gives something. */
function markGiving(held: Held, isGiving: Uint8Array, { first, end }: NodeRange): void {
  const { network, received } = held
  const size = groupNodes(network)
  for (let node = first; node < end; ) {
    const group = groupOf(node, network)
    const next = Math.min(end, (group + 1) * size)
    while (node < next && isGiving[group] === 0) {
      if (received[node] !== 0) isGiving[group] = 1
      node++
    }
    node = next
  }
}
