import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Step } from './blockStep.ts'
import type { KernelKind, WorkerSetting } from './graphWorker.ts'
import { IS_STOPPED, NEXT_BLOCK } from './propagationState.ts'

/** Threads that share one network and one state. */
export interface WorkerThreads {
  /** All blocks one step further; returns early, with some blocks undone, after `stop`. */
  run(step: Step): Promise<void>
  stop(): void
  close(): Promise<void>
}

export interface ThreadOptions {
  /** Default: as many as the machine has. The result does not depend on it. */
  readonly threads?: number
  readonly kernel?: KernelKind
}

/** The worker beside this file: TypeScript in the repository, JavaScript in the published package. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './graphWorker.ts' : './graphWorker.js',
  import.meta.url,
)

const closed = 'The graph engine was closed, or a thread of it ended.'

/** Starts the threads. A thread that fails makes the step at hand fail, and every later one. */
export function startThreads(
  setting: Omit<WorkerSetting, 'kernel'>,
  { threads = availableParallelism(), kernel = 'wasm' }: ThreadOptions,
): WorkerThreads {
  const { control, isGiving } = setting.state
  const workers = Array.from(
    { length: threads },
    () => new Worker(workerFile, { workerData: { ...setting, kernel } satisfies WorkerSetting }),
  )
  let failure: Error | undefined
  const waiting = new Set<(cause: Error) => void>()
  const fail = (error: Error) => {
    failure ??= error
    for (const reject of waiting) reject(failure)
  }
  for (const worker of workers) {
    worker.on('error', (cause) => fail(toMeshError(cause)))
    worker.on('exit', () => fail(new MeshError('internal.unexpected', { detail: closed })))
  }
  const one = (worker: Worker, step: Step) =>
    new Promise<void>((resolve, reject) => {
      waiting.add(reject)
      worker.once('message', () => {
        waiting.delete(reject)
        resolve()
      })
      worker.postMessage(step)
    })
  return {
    async run(step) {
      if (failure !== undefined) throw failure
      control[NEXT_BLOCK] = 0
      isGiving[1 - step.half]?.fill(0)
      await Promise.all(workers.map((worker) => one(worker, step)))
    },
    stop() {
      Atomics.store(control, IS_STOPPED, 1)
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
