import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import { distinctSources } from '../../analysis/network/sources.ts'
import {
  energyLost,
  requireSpreadingOptions,
  type SpreadingOptions,
} from '../../analysis/network/spreadingActivation.ts'
import type { EngineSpreading, Machine, RunOptions } from './graphEngine.ts'
import type { Precision } from './kernel.ts'
import { startAt } from './startingScores.ts'

/** How far the sum of the energy may drift, as a share: rounding errors that nearly cancel. */
const DRIFT: Readonly<Record<Precision, number>> = { single: 1e-4, double: 1e-9 }

/** Spreading activation, step by step as `analysis/network/spreadingActivation` takes them. */
export async function runSpreading(
  machine: Machine,
  given: ArrayLike<number>,
  options: SpreadingOptions & RunOptions,
): Promise<EngineSpreading> {
  const { state, network, threads } = machine
  const { d = 0.85, threshold = 1e-3, maxSteps = 100_000, onProgress, signal } = options
  requireSpreadingOptions({ d, threshold, maxSteps })
  const sources = distinctSources(given, network.nodes)
  const energy = startAt(machine, sources, { each: 1, passedOn: d })
  let isConverged = false
  let steps = 0
  while (!isConverged && steps < maxSteps) {
    await threads.run({ kind: 'spreading', scores: energy, half: (steps % 2) as 0 | 1, d })
    signal?.throwIfAborted()
    const { change, total } = judge(machine)
    if (Math.abs(total - sources.length) > DRIFT[state.precision] * sources.length) {
      throw energyLost(sources.length, total)
    }
    isConverged = change < threshold
    steps++
    onProgress?.(steps, maxSteps)
  }
  return { energy, steps, isConverged }
}

function judge({ state, network }: Machine): { change: number; total: number } {
  let change = 0
  let total = 0
  for (let chunk = 0; chunk * chunkNodes < network.nodes; chunk++) {
    change = Math.max(change, state.chunkFigures[2 * chunk] as number)
    total += state.chunkFigures[2 * chunk + 1] as number
  }
  return { change, total }
}
