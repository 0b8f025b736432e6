import {
  type CallRecords,
  isKept,
  type KeepRule,
  minSecondsOf,
  requireCalls,
} from './callRecords.ts'
import type { CallNetworks } from './csr.ts'
import { aggregateLinks } from './links.ts'
import { mergeCsr, transposeCsr } from './transpose.ts'

export interface CallNetworkOptions extends KeepRule {
  /** Nodes are 0 to nodes - 1; one without a kept call has no links. */
  readonly nodes: number
  /** What a link weighs: how many calls (the paper), or their seconds in all. */
  readonly weight?: 'number' | 'duration'
}

export interface CallNetworkResult {
  readonly networks: CallNetworks
  readonly keptCalls: number
}

/**
 * The IN, OUT and undirected network of calls (the paper, sections 3.1 and 4.2), without calls to oneself and calls
 * that were too short. Where duration weighs, calls of 0 seconds are dropped too: every link has a positive weight.
 * The order of the calls does not matter where they are weighed by number or last whole seconds.
 * Throws `analysis.invalid_input`.
 */
export function callNetwork(calls: CallRecords, options: CallNetworkOptions): CallNetworkResult {
  const { nodes, weight = 'number' } = options
  requireCalls(calls, nodes)
  const kept = keptCalls(calls, minSecondsOf(options), weight)
  const OUT = aggregateLinks({ ...kept, nodes })
  const IN = transposeCsr(OUT)
  return { networks: { IN, OUT, UD: mergeCsr(IN, OUT) }, keptCalls: kept.from.length }
}

function keptCalls(calls: CallRecords, minSeconds: number, weight: 'number' | 'duration') {
  const isDuration = weight === 'duration'
  const { from, to, durations } = calls
  const keeps = (row: number) =>
    isKept(calls, row, minSeconds) && (!isDuration || (durations[row] as number) > 0)
  let count = 0
  for (let row = 0; row < from.length; row++) if (keeps(row)) count++
  const kept = {
    from: new Uint32Array(count),
    to: new Uint32Array(count),
    weights: isDuration ? new Float64Array(count) : new Uint32Array(count).fill(1),
  }
  let next = 0
  for (let row = 0; row < from.length; row++) {
    if (!keeps(row)) continue
    kept.from[next] = from[row] as number
    kept.to[next] = to[row] as number
    if (isDuration) kept.weights[next] = durations[row] as number
    next++
  }
  return kept
}
