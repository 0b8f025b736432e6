import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import {
  type PageRankOptions,
  requireOptions,
} from '../../analysis/network/personalizedPageRank.ts'
import { distinctSources } from '../../analysis/network/sources.ts'
import type { EnginePageRank, Machine, RunOptions } from './graphEngine.ts'
import { startAt } from './startingScores.ts'

/** Personalised PageRank, step by step as `analysis/network/personalizedPageRank` takes them. */
export async function runPageRank(
  machine: Machine,
  given: ArrayLike<number>,
  options: PageRankOptions & RunOptions,
): Promise<EnginePageRank> {
  const { state, network, threads } = machine
  const { alpha = 0.85, dangling = 'restart', maxIterations = 1000 } = options
  const { tolerance = state.precision === 'double' ? 1e-13 : 1e-6, onProgress, signal } = options
  requireOptions({ alpha, dangling, tolerance, maxIterations })
  const sources = distinctSources(given, network.nodes)
  const scores = startAt(machine, sources, { each: 1 / sources.length, passedOn: alpha })
  if (sources.length === 0) return { scores, iterations: 0, isConverged: true, change: 0 }
  const shared = new Uint32Array(new SharedArrayBuffer(4 * sources.length))
  shared.set(sources)
  const total = Math.min(maxIterations, Math.ceil(Math.log(tolerance / 2) / Math.log(alpha)) + 1)
  let { stuck } = judge(machine)
  let change = Infinity
  let iterations = 0
  for (; iterations < maxIterations && change > tolerance; iterations++) {
    const toSources = 1 - alpha + (dangling === 'restart' ? alpha * stuck : 0)
    await threads.run({
      ...{ kind: 'pageRank', scores, half: (iterations % 2) as 0 | 1, alpha, sources: shared },
      perSource: toSources / sources.length,
      perNode: dangling === 'uniform' ? (alpha * stuck) / network.nodes : 0,
    })
    signal?.throwIfAborted()
    ;({ change, stuck } = judge(machine))
    onProgress?.(iterations + 1, Math.max(total, iterations + 1))
  }
  return { scores, iterations, change, isConverged: change <= tolerance }
}

/** Adds up the chunks in order, as `chunkedSum` does. */
function judge({ state, network }: Machine): { change: number; stuck: number } {
  let change = 0
  let stuck = 0
  for (let chunk = 0; chunk * chunkNodes < network.nodes; chunk++) {
    change += state.chunkFigures[2 * chunk] as number
    stuck += state.chunkFigures[2 * chunk + 1] as number
  }
  return { change, stuck }
}
