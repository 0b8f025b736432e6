import type { BlockedNetwork } from '@creditmesh/agency-node/scoring/graph/blockedNetwork.ts'
import {
  type EngineOptions,
  type GraphEngine,
  openGraphEngine,
} from '@creditmesh/agency-node/scoring/graph/graphEngine.ts'
import { median } from '../median.ts'

/** Never reached: the number of iterations decides. */
const NO_TOLERANCE = 1e-300

/** The people whom exposure starts from; random numbers, so the first are as good as any. */
export const SOURCES = 1000

export const sources = Array.from({ length: SOURCES }, (_, node) => node)

export async function withEngine<T>(
  network: BlockedNetwork,
  options: EngineOptions,
  work: (engine: GraphEngine) => Promise<T>,
): Promise<T> {
  const engine = openGraphEngine(network, options)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** The median seconds of so many iterations, the first left out: it finds the code cold. */
export async function secPerIteration(engine: GraphEngine, iterations: number): Promise<number> {
  return medianStep(iterations, (onProgress) =>
    engine.pageRank(sources, {
      maxIterations: iterations + 1,
      tolerance: NO_TOLERANCE,
      onProgress,
    }),
  )
}

/** As `secPerIteration`, of spreading activation. */
export async function secPerStep(engine: GraphEngine, steps: number): Promise<number> {
  return medianStep(steps, (onProgress) =>
    engine.spreadingActivation(sources, {
      maxSteps: steps + 1,
      threshold: NO_TOLERANCE,
      onProgress,
    }),
  )
}

async function medianStep(
  steps: number,
  run: (onProgress: () => void) => Promise<unknown>,
): Promise<number> {
  const times: number[] = []
  await run(() => times.push(performance.now()))
  const seconds = times.slice(1).map((time, i) => (time - (times[i] as number)) / 1000)
  return median(seconds.slice(0, steps))
}

export interface SameError {
  /** Of ours, from the call to its answer. */
  readonly sec: number
  readonly iterations: number
}

/** How long we take until the scores err no more than those of a peer, both against `exact`. */
export async function secToSameError(
  engine: GraphEngine,
  exact: ArrayLike<number>,
  peer: ArrayLike<number>,
): Promise<SameError> {
  const allowed = distance(peer, exact)
  for (let iterations = 1; ; iterations++) {
    const options = { maxIterations: iterations, tolerance: NO_TOLERANCE }
    const { scores } = await engine.pageRank(sources, options)
    if (distance(scores, exact) > allowed && iterations < 300) continue
    const times: number[] = []
    for (let run = 0; run < 3; run++) {
      const start = performance.now()
      await engine.pageRank(sources, options)
      times.push((performance.now() - start) / 1000)
    }
    return { sec: median(times), iterations }
  }
}

/** Sum of absolute differences. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let node = 0; node < b.length; node++) {
    sum += Math.abs((a[node] as number) - (b[node] as number))
  }
  return sum
}
