import { type CallNetworks, type Direction, directions } from '../../analysis/network/csr.ts'
import type { NumericColumn } from '../../analysis/table.ts'
import { blockNetwork } from '../../scoring/graph/blockNetwork.ts'
import { engineExposureFeatures } from '../../scoring/graph/engineExposure.ts'
import { type GraphEngine, openGraphEngine } from '../../scoring/graph/graphEngine.ts'
import { rowsOfCsr } from '../../scoring/graph/linkRows.ts'

export type ExposureFamily = 'PR' | 'SPA'

export interface ExposureOptions {
  readonly families: readonly ExposureFamily[]
  readonly late: Int32Array
  readonly subjects: Uint32Array
  readonly folds: ArrayLike<number> | null
  readonly signal?: AbortSignal
}

/**
 * The exposure features of each family, on as many threads as the machine has, and bit for bit those of `exposureFeatures`. Throws
 * as it does, and rejects with the reason of the signal.
 */
export async function exposureOf(
  networks: CallNetworks,
  { families, late, subjects, folds, signal }: ExposureOptions,
): Promise<NumericColumn[]> {
  const request = { late, subjects, ...(folds !== null && { folds }), ...(signal && { signal }) }
  const engines = openEngines(networks)
  try {
    const columns: NumericColumn[] = []
    for (const family of families) {
      columns.push(...(await engineExposureFeatures(networks, engines, { ...request, family })))
    }
    return columns
  } finally {
    await Promise.all(directions.map((direction) => engines[direction].close()))
  }
}

function openEngines(networks: CallNetworks): Record<Direction, GraphEngine> {
  // All are laid out before any thread starts: a network that is refused leaves none behind.
  const blocked = directions.map((direction) => blockNetwork(rowsOfCsr(networks[direction])))
  const entries = blocked.map((network, at) => [directions[at], openGraphEngine(network)] as const)
  return Object.fromEntries(entries) as Record<Direction, GraphEngine> // one entry for each direction
}
