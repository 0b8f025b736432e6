import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { FromThread, ToThread } from './treeMessages.ts'
import type { Work, WorkName } from './treeTasks.ts'

/** The worker beside this file: TypeScript in the repository, JavaScript in the published package. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './treeWorker.ts' : './treeWorker.js',
  import.meta.url,
)

export interface RunOptions {
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

/** Threads that grow and walk trees; whoever opens one closes it. */
export interface TreePool extends AsyncDisposable {
  readonly threads: number
  /**
   * Deals `tasks` to the threads, each its next when it is done; gives the results in the order of the tasks. Rejects with the reason
   * of the signal, with the first error of a task, or when a thread dies; the tasks at hand then run out unheard.
   */
  run<Name extends WorkName>(
    name: Name,
    setup: Work[Name]['setup'],
    tasks: readonly Work[Name]['task'][],
    options?: RunOptions & {
      /** Buffers of a task that move to its thread and are lost here. */
      readonly transfer?: (task: Work[Name]['task']) => ArrayBuffer[]
    },
  ): Promise<Work[Name]['result'][]>
}

interface Thread {
  readonly send: (message: ToThread) => void
  /** The answer to the task sent last. */
  readonly ask: (run: number, task: unknown, transfer: ArrayBuffer[]) => Promise<unknown>
  readonly close: () => Promise<unknown>
}

export function openTreePool({ threads = availableParallelism() } = {}): TreePool {
  const workers = Array.from({ length: threads }, () => new Worker(workerFile))
  const team = workers.map(threadOf)
  let runs = 0
  return {
    threads,
    run: async (name, setup, tasks, options = {}) => {
      const run = runs++
      for (const thread of team) thread.send({ run, name, setup })
      try {
        return (await dealOut(team, run, tasks, options as DealOptions)) as never // results of the named work
      } finally {
        for (const thread of team) thread.send({ run, over: true })
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(team.map((thread) => thread.close()))
    },
  }
}

interface DealOptions extends RunOptions {
  readonly transfer?: (task: unknown) => ArrayBuffer[]
}

async function dealOut(
  team: readonly Thread[],
  run: number,
  tasks: readonly unknown[],
  { onProgress, signal, transfer = () => [] }: DealOptions,
): Promise<unknown[]> {
  signal?.throwIfAborted()
  const results: unknown[] = new Array(tasks.length)
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  let next = 0
  let done = 0
  let isStopped = false
  const work = async (thread: Thread) => {
    while (next < tasks.length && !isStopped) {
      const at = next++
      results[at] = await thread.ask(run, tasks[at], transfer(tasks[at]))
      if (!isStopped) onProgress?.(++done, tasks.length)
    }
  }
  try {
    await Promise.race([Promise.all(team.map(work)), aborted.promise])
    return results
  } finally {
    isStopped = true
    signal?.removeEventListener('abort', abort)
  }
}

/** A thread answers its tasks in order; when it dies, all that wait and all that come are refused. */
function threadOf(worker: Worker): Thread {
  const waiting: PromiseWithResolvers<unknown>[] = []
  let death: MeshError | null = null
  let isClosing = false
  const die = (cause: unknown) => {
    death ??= new MeshError('internal.unexpected', { detail: 'A thread of the trees died.', cause })
    for (const { reject } of waiting.splice(0)) reject(death)
  }
  worker.on('message', (message: FromThread) => {
    const asked = waiting.shift()
    if ('result' in message) asked?.resolve(message.result)
    else asked?.reject(errorOf(message))
  })
  worker.on('error', die)
  worker.on('exit', die)
  worker.unref()
  return {
    send: (message) => worker.postMessage(message),
    // Kept by the process until it is gone, or awaiting this would end the process unsettled.
    close: () => {
      isClosing = true
      worker.ref()
      return worker.terminate()
    },
    ask: async (run, task, transfer) => {
      if (death !== null) throw death
      const answer = Promise.withResolvers<unknown>()
      waiting.push(answer)
      worker.ref()
      worker.postMessage({ run, task } satisfies ToThread, transfer)
      return answer.promise.finally(() => waiting.length === 0 && !isClosing && worker.unref())
    },
  }
}

/** The error of the thread, with its stack as the cause. */
function errorOf({ error }: Extract<FromThread, { readonly error: object }>): MeshError {
  const cause = new Error(error.detail)
  cause.stack = error.stack
  return new MeshError(error.code, { detail: error.detail, cause })
}
