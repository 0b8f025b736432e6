import { Worker } from 'node:worker_threads'
import { type ErrorCode, MeshError } from '@creditmesh/sdk/errors.ts'
import type { CallNetworks, Csr, Direction } from '../../analysis/network/csr.ts'
import { directions } from '../../analysis/network/csr.ts'
import type { NumericColumn } from '../../analysis/table.ts'
import { workerFile } from '../reading/workerFile.ts'
import type { ExposureAnswer, ExposureJob } from './exposureWorker.ts'

/** Computes the exposure features of one family in a thread of its own. Throws as `exposureFeatures`. */
export function computeExposure(job: ExposureJob, signal?: AbortSignal): Promise<NumericColumn[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile('exposureWorker', import.meta.url), { workerData: job })
    const stop = (reason: unknown) => {
      void worker.terminate()
      reject(reason)
    }
    const abort = () => stop(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (answer: ExposureAnswer) => {
      if ('columns' in answer) resolve(answer.columns)
      else reject(new MeshError(answer.code as ErrorCode, { detail: answer.detail })) // it was one of ours
    })
    worker.on('error', stop)
    worker.on('exit', () => signal?.removeEventListener('abort', abort))
  })
}

/** The same networks in memory that threads share, so that none gets a copy. */
export function shareNetworks(networks: CallNetworks): CallNetworks {
  const shared = directions.map((direction): [Direction, Csr] => {
    const { nodes, offsets, targets, weights } = networks[direction]
    const csr = {
      nodes,
      offsets: share(offsets),
      targets: share(targets),
      weights: share(weights as Uint32Array),
    }
    return [direction, csr]
  })
  return Object.fromEntries(shared) as Record<Direction, Csr> // one entry for each direction
}

function share(words: Uint32Array): Uint32Array {
  const shared = new Uint32Array(new SharedArrayBuffer(words.byteLength))
  shared.set(words)
  return shared
}
