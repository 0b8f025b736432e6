import type { Csr } from '../../analysis/network/csr.ts'

/**
 * A network of any size as rows in ascending order of the node, some at a time; `batches` can be called again and gives the same.
 * A pair may stand in a row more than once (its weights add up).
 */
export interface LinkRows {
  readonly nodes: number
  batches(): Iterable<LinkBatch>
}

/** The links of the nodes from `firstNode` on: those of the i-th at offsets[i] <= e < offsets[i + 1]. */
export interface LinkBatch {
  readonly firstNode: number
  /** One more than nodes in the batch, beginning at 0. */
  readonly offsets: Uint32Array
  readonly targets: Uint32Array
  /** Absent: each weighs 1. */
  readonly weights?: Float64Array | Float32Array | Uint32Array
}

/** A network in memory, as one batch. */
export function rowsOfCsr({ nodes, offsets, targets, weights }: Csr): LinkRows {
  return { nodes, batches: () => [{ firstNode: 0, offsets, targets, weights }] }
}
