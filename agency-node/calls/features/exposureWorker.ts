import { parentPort, workerData } from 'node:worker_threads'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { CallNetworks } from '../../analysis/network/csr.ts'
import {
  exposureFeatures,
  pageRankExposure,
  spreadingExposure,
} from '../../analysis/network/exposureFeatures.ts'
import type { NumericColumn } from '../../analysis/table.ts'

/** What a thread computes: the features of one propagation. */
export interface ExposureJob {
  readonly family: 'PR' | 'SPA'
  readonly networks: CallNetworks
  readonly late: Int32Array
  readonly subjects: Uint32Array
  readonly folds: Uint8Array | null
}

export type ExposureAnswer =
  | { readonly columns: NumericColumn[] }
  | { readonly code: string; readonly detail: string }

function compute({ family, networks, late, subjects, folds }: ExposureJob): NumericColumn[] {
  const propagate = family === 'PR' ? pageRankExposure() : spreadingExposure()
  const request = { family, propagate, late, subjects, ...(folds !== null && { folds }) }
  return exposureFeatures(networks, request)
}

function answer(): ExposureAnswer {
  try {
    return { columns: compute(workerData as ExposureJob) } // given by computeExposure
  } catch (thrown) {
    const { code, detail } = toMeshError(thrown)
    return { code, detail }
  }
}

parentPort?.postMessage(answer())
