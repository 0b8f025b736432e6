import { Worker } from 'node:worker_threads'
import { type ErrorCode, MeshError } from '@creditmesh/sdk/errors.ts'
import type { ModelArtefact } from './artefact.ts'
import type { TrainingTable } from './trainingTable.ts'
import type { TrainOptions } from './trainOptions.ts'

/** The worker beside this file: TypeScript in the repository, JavaScript in the published package. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './fitWorker.ts' : './fitWorker.js',
  import.meta.url,
)

export interface FitTask {
  readonly table: TrainingTable
  readonly options: TrainOptions
}

export type FitAnswer =
  | { readonly artefact: ModelArtefact }
  | { readonly code: ErrorCode; readonly detail: string; readonly cause: string }

/**
 * `fitArtefact` in a thread of its own: a node goes on answering while it trains. The same artefact, to the bit. The
 * signal ends the thread. Throws what `fitArtefact` throws.
 */
export async function fitInThread(task: FitTask, signal?: AbortSignal): Promise<ModelArtefact> {
  signal?.throwIfAborted()
  const worker = new Worker(workerFile, { workerData: task })
  const end = () => void worker.terminate()
  signal?.addEventListener('abort', end, { once: true })
  try {
    const answer = await answerOf(worker)
    if ('artefact' in answer) return answer.artefact
    const { code, detail, cause } = answer
    throw new MeshError(code, { detail, cause: new Error(cause) })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', end)
    await worker.terminate()
  }
}

function answerOf(worker: Worker): Promise<FitAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) =>
      reject(
        new MeshError('model.training_failed', { detail: `The training thread ended (${code}).` }),
      ),
    )
  })
}
