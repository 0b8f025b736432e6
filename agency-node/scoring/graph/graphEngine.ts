import { invalid } from '../../analysis/labels.ts'
import type { PageRank, PageRankOptions } from '../../analysis/network/personalizedPageRank.ts'
import type { SpreadingOptions } from '../../analysis/network/spreadingActivation.ts'
import type { BlockedNetwork } from './blockedNetwork.ts'
import type { Precision, Scores } from './kernel.ts'
import { runPageRank } from './pageRankRun.ts'
import { IS_STOPPED, type PropagationState, propagationState } from './propagationState.ts'
import { runSpreading } from './spreadingRun.ts'
import { startThreads, type ThreadOptions, type WorkerThreads } from './workerThreads.ts'

export interface EngineOptions extends ThreadOptions {
  /** Default double: bit for bit what `analysis/network` computes. Single needs half the memory and is good to about six digits. */
  readonly precision?: Precision
}

export interface RunOptions {
  /** Steps done, and the most that there may be. */
  readonly onProgress?: (done: number, total: number) => void
  /** Stops within a block; the promise rejects with the reason. The engine can be used again. */
  readonly signal?: AbortSignal
}

/** The scores lie in shared memory, and nobody writes to them any more. */
export type EnginePageRank = Omit<PageRank, 'scores'> & { readonly scores: Scores }

export interface EngineSpreading {
  readonly energy: Scores
  readonly steps: number
  readonly isConverged: boolean
}

/** Propagation over one network on worker threads. Runs take turns: there is one set of scores. */
export interface GraphEngine {
  /** As `personalizedPageRank`; in single precision the tolerance is 1e-6 if not given. */
  pageRank(
    sources: ArrayLike<number>,
    options?: PageRankOptions & RunOptions,
  ): Promise<EnginePageRank>
  /** As `spreadingActivation`. */
  spreadingActivation(
    sources: ArrayLike<number>,
    options?: SpreadingOptions & RunOptions,
  ): Promise<EngineSpreading>
  close(): Promise<void>
}

/** What a run works on. */
export interface Machine {
  readonly network: BlockedNetwork
  readonly state: PropagationState
  readonly threads: WorkerThreads
}

/** Starts threads over a network; whoever opens an engine closes it. Throws `analysis.invalid_input`. */
export function openGraphEngine(network: BlockedNetwork, options: EngineOptions = {}): GraphEngine {
  const { threads = 1, precision = 'double' } = options
  if (!Number.isInteger(threads) || threads < 1) throw invalid('There is no thread to work.')
  const state = propagationState(network, precision)
  const machine = { network, state, threads: startThreads({ network, state }, options) }
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(options: RunOptions, run: () => Promise<T>): Promise<T> => {
    const next = last.then(() => stoppable(machine, options, run))
    last = next.catch(() => undefined) // the caller of that run has its error
    return next
  }
  return {
    pageRank: (sources, options = {}) =>
      inTurn(options, () => runPageRank(machine, sources, options)),
    spreadingActivation: (sources, options = {}) =>
      inTurn(options, () => runSpreading(machine, sources, options)),
    close: () => machine.threads.close(),
  }
}

async function stoppable<T>(
  { state, threads }: Machine,
  { signal }: RunOptions,
  run: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  state.control[IS_STOPPED] = 0
  const stop = () => threads.stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await run()
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
