import { parentPort, workerData } from 'node:worker_threads'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { FitAnswer, FitTask } from './fitInThread.ts'
import { fitArtefact } from './train.ts'

function answer(): FitAnswer {
  try {
    const { table, options } = workerData as FitTask // `fitInThread` hands it over
    return { artefact: fitArtefact(table, options) }
  } catch (thrown) {
    const { code, detail, stack } = toMeshError(thrown)
    return { code, detail: detail ?? '', cause: stack ?? '' }
  }
}

parentPort?.postMessage(answer())
