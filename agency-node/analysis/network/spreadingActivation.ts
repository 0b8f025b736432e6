import { MeshError } from '@creditmesh/sdk/errors.ts'
import { invalid } from '../labels.ts'
import { chunkedSum } from './chunkedSum.ts'
import type { Csr } from './csr.ts'
import { distinctSources } from './sources.ts'
import { strengths } from './strengths.ts'

export interface SpreadingOptions {
  /** The share of its energy that a node sends in one step, in [0, 1]; default .85, as in the paper. */
  readonly d?: number
  /** In units of one source's energy, so the same threshold stops later where there are more sources. Positive. */
  readonly threshold?: number
  readonly maxSteps?: number
}

export interface SpreadingActivation {
  /** One a node; the sum is the number of sources. */
  readonly energy: Float64Array
  readonly steps: number
  /** False where `maxSteps` came first (with d = 1 energy can swing for ever). */
  readonly isConverged: boolean
}

/**
 * Spreading activation (the paper, 3.1.3), synchronous: every source starts with 1; in each step a node keeps 1 - d and sends d
 * along its links in proportion to their weights; a node without links keeps all. Stops at the first step in which no new node
 * got energy and no node changed by `threshold` or more. The process is a lazy random walk that forgets its sources, so d,
 * threshold and number of sources belong to a model: store them. Without sources all is 0 after one step.
 * Throws `analysis.invalid_input` for an unsound network, source or option.
 */
export function spreadingActivation(
  network: Csr,
  sources: ArrayLike<number>,
  options: SpreadingOptions = {},
): SpreadingActivation {
  const { d = 0.85, threshold = 1e-3, maxSteps = 100_000 } = options
  requireSpreadingOptions({ d, threshold, maxSteps })
  const strength = strengths(network)
  const starts = distinctSources(sources, network.nodes)
  let energy = new Float64Array(network.nodes)
  for (const source of starts) energy[source] = 1
  let next = new Float64Array(network.nodes)
  let isConverged = false
  let steps = 0
  while (!isConverged && steps < maxSteps) {
    spread(network, strength, { d, energy, next })
    isConverged = hasSettled(energy, next, threshold)
    const spent = energy
    energy = next
    next = spent
    steps++
  }
  requireConserved(energy, starts.length)
  return { energy, steps, isConverged }
}

/** Refuses options outside their range; shared with the engine for large networks. */
export function requireSpreadingOptions(options: Required<SpreadingOptions>): void {
  const { d, threshold, maxSteps } = options
  if (!(d >= 0 && d <= 1)) throw invalid('The share d is not in [0, 1].')
  if (!(threshold > 0)) throw invalid('The threshold is not positive.')
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1) {
    throw invalid('The number of steps is no positive whole number.')
  }
}

interface Spread {
  readonly d: number
  readonly energy: Float64Array
  readonly next: Float64Array
}

/** Nodes send in ascending order: the order of the sums is fixed. */
function spread(network: Csr, strength: Float64Array, { d, energy, next }: Spread): void {
  const { nodes, offsets, targets, weights } = network
  next.fill(0)
  for (let node = 0; node < nodes; node++) {
    const held = energy[node] as number
    if (held === 0) continue
    const share = (d * held) / (strength[node] as number)
    const end = offsets[node + 1] as number
    for (let link = offsets[node] as number; link < end; link++) {
      const target = targets[link] as number
      next[target] = (next[target] as number) + share * (weights[link] as number)
    }
  }
  for (let node = 0; node < nodes; node++) {
    const kept = strength[node] === 0 ? 1 : 1 - d
    next[node] = (next[node] as number) + kept * (energy[node] as number)
  }
}

function hasSettled(before: Float64Array, after: Float64Array, threshold: number): boolean {
  for (let node = 0; node < before.length; node++) {
    const had = before[node] as number
    const has = after[node] as number
    if (had === 0 && has > 0) return false
    if (Math.abs(has - had) >= threshold) return false
  }
  return true
}

/** Energy is neither made nor lost; a sum that drifts means that the scores are wrong. */
function requireConserved(energy: Float64Array, total: number): void {
  const sum = chunkedSum(energy.length, (node) => energy[node] as number)
  if (Math.abs(sum - total) > 1e-9 * total) throw energyLost(total, sum)
}

/** The error of a propagation whose energy does not stay what the sources had. */
export function energyLost(total: number, sum: number): MeshError {
  return new MeshError('internal.unexpected', {
    detail: 'Spreading activation lost or made energy.',
    details: { total, sum },
  })
}
