import { type CallNetworks, type Direction, directions } from '../../analysis/network/csr.ts'
import { type ExposureRequest, exposurePlan } from '../../analysis/network/exposureFeatures.ts'
import type { PageRankOptions } from '../../analysis/network/personalizedPageRank.ts'
import { relativeExposure } from '../../analysis/network/relativeExposure.ts'
import type { SpreadingOptions } from '../../analysis/network/spreadingActivation.ts'
import type { NumericColumn } from '../../analysis/table.ts'
import type { GraphEngine, RunOptions } from './graphEngine.ts'

/** How exposure spreads, by the name that it has in the columns. */
export type EnginePropagation =
  | { readonly family: 'PR'; readonly options?: PageRankOptions }
  | { readonly family: 'SPA'; readonly options?: SpreadingOptions }

export type ExposureWork = Omit<ExposureRequest, 'family'> & EnginePropagation

/**
 * The columns of `exposureFeatures` with an engine open for each direction; in double precision the same bits. Progress counts
 * propagations. Throws as `exposureFeatures`, and rejects with the reason of the signal.
 */
export async function engineExposureFeatures(
  networks: CallNetworks,
  engines: Readonly<Record<Direction, GraphEngine>>,
  work: ExposureWork & RunOptions,
): Promise<NumericColumn[]> {
  const { onProgress, signal } = work
  const plan = exposurePlan(networks, work)
  const folds = new Set(Array.from(work.folds ?? [])).size
  const total = Math.max(1, folds) * directions.length * 4 // benign, and three levels of delinquents
  let step = plan.next()
  for (let done = 1; !step.done; done++) {
    const { direction, sources } = step.value
    const exposure = await propagate(engines[direction], sources, work, signal)
    onProgress?.(done, total)
    step = plan.next(exposure)
  }
  return step.value
}

/** Exposure to delinquents relative to that to people who always paid (`relativeExposure`), by personalised PageRank, one a node. */
export async function engineRelativeExposure(
  engine: GraphEngine,
  { delinquent, benign }: Readonly<Record<'delinquent' | 'benign', ArrayLike<number>>>,
  options: PageRankOptions & RunOptions = {},
): Promise<Float64Array> {
  const risky = await engine.pageRank(delinquent, options)
  const safe = await engine.pageRank(benign, options)
  return relativeExposure(risky.scores, safe.scores)
}

async function propagate(
  engine: GraphEngine,
  sources: Uint32Array,
  { family, options }: EnginePropagation,
  signal: AbortSignal | undefined,
): Promise<ArrayLike<number>> {
  const stoppable = { ...options, ...(signal !== undefined && { signal }) }
  return family === 'PR'
    ? (await engine.pageRank(sources, stoppable)).scores
    : (await engine.spreadingActivation(sources, stoppable)).energy
}
