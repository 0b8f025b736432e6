import { invalid } from '../labels.ts'
import { chunkedSum } from './chunkedSum.ts'
import type { Csr } from './csr.ts'
import { distinctSources } from './sources.ts'
import { strengths } from './strengths.ts'

/**
 * Where the score of a node without links goes: back to the sources (networkx, igraph), nowhere (the paper's literal formula;
 * restart times a constant), or to everybody (which exposes people in components without any source).
 */
export type Dangling = 'restart' | 'drop' | 'uniform'

export const danglingPolicies: readonly Dangling[] = ['restart', 'drop', 'uniform']

export interface PageRankOptions {
  /** The share that is passed on; 1 - alpha goes back to the sources. In [0, 1); default .85, as in the paper. */
  readonly alpha?: number
  readonly dangling?: Dangling
  /** Ends when the scores change by less than this in one step, summed over all nodes. */
  readonly tolerance?: number
  readonly maxIterations?: number
}

export interface PageRank {
  /** One a node. Sums to 1, or less where `drop` loses some. */
  readonly scores: Float64Array
  readonly iterations: number
  readonly isConverged: boolean
  /** Sum of absolute changes in the last step; the distance to the fixed point is at most alpha / (1 - alpha) of it. */
  readonly change: number
}

/**
 * Personalised PageRank (Page et al. 1999; equation of the paper, 3.1.2): the fixed point of x = alpha P'x + (1 - alpha) z, P the
 * weights of `network` divided by each node's sum, so that a node passes its score along the links listed for it; z uniform on
 * the sources, each counted once. A link from a node to itself keeps score there. Without sources nobody is exposed: all 0.
 * What does not converge is reported, not thrown. Throws `analysis.invalid_input` for an unsound network, source or option.
 */
export function personalizedPageRank(
  network: Csr,
  sources: ArrayLike<number>,
  options: PageRankOptions = {},
): PageRank {
  const { alpha = 0.85, dangling = 'restart', tolerance = 1e-13, maxIterations = 1000 } = options
  requireOptions({ alpha, dangling, tolerance, maxIterations })
  const walk: Walk = {
    network,
    strength: strengths(network),
    sources: distinctSources(sources, network.nodes),
    alpha,
    dangling,
  }
  let scores = restartVector(walk)
  if (walk.sources.length === 0) return { scores, iterations: 0, isConverged: true, change: 0 }
  let next = new Float64Array(network.nodes)
  let change = Infinity
  let iterations = 0
  for (; iterations < maxIterations && change > tolerance; iterations++) {
    step(walk, scores, next)
    change = distance(scores, next)
    const spent = scores
    scores = next
    next = spent
  }
  return { scores, iterations, isConverged: change <= tolerance, change }
}

interface Walk {
  readonly network: Csr
  readonly strength: Float64Array
  readonly sources: Uint32Array
  readonly alpha: number
  readonly dangling: Dangling
}

/** Refuses options outside their range; shared with the engine for large networks. */
export function requireOptions(options: Required<PageRankOptions>): void {
  const { alpha, dangling, tolerance, maxIterations } = options
  if (!(alpha >= 0 && alpha < 1)) throw invalid('Alpha is not in [0, 1).')
  if (!danglingPolicies.includes(dangling)) {
    throw invalid(`Dangling is none of ${danglingPolicies.join(', ')}.`)
  }
  if (!(tolerance > 0)) throw invalid('The tolerance is not positive.')
  if (!Number.isSafeInteger(maxIterations) || maxIterations < 1) {
    throw invalid('The number of iterations is no positive whole number.')
  }
}

function restartVector({ network, sources }: Walk): Float64Array<ArrayBuffer> {
  const scores = new Float64Array(network.nodes)
  for (const source of sources) scores[source] = 1 / sources.length
  return scores
}

/** Nodes pass on in ascending order: the order of the sums is fixed. */
function step(walk: Walk, scores: Float64Array, next: Float64Array): void {
  const { network, strength, sources, alpha, dangling } = walk
  const { nodes, offsets, targets, weights } = network
  next.fill(0)
  const stuck = chunkedSum(nodes, (node) => (strength[node] === 0 ? (scores[node] as number) : 0))
  for (let node = 0; node < nodes; node++) {
    const score = scores[node] as number
    if (score === 0 || strength[node] === 0) continue
    const share = (alpha * score) / (strength[node] as number)
    const end = offsets[node + 1] as number
    for (let link = offsets[node] as number; link < end; link++) {
      const target = targets[link] as number
      next[target] = (next[target] as number) + share * (weights[link] as number)
    }
  }
  const toSources = 1 - alpha + (dangling === 'restart' ? alpha * stuck : 0)
  for (const source of sources) next[source] = (next[source] as number) + toSources / sources.length
  if (dangling === 'uniform' && stuck > 0) {
    for (let node = 0; node < nodes; node++)
      next[node] = (next[node] as number) + (alpha * stuck) / nodes
  }
}

function distance(a: Float64Array, b: Float64Array): number {
  return chunkedSum(a.length, (node) => Math.abs((a[node] as number) - (b[node] as number)))
}
