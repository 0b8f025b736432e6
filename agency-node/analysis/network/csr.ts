/**
 * A weighted directed graph as compressed sparse rows: the links of node i are at offsets[i] <= e < offsets[i + 1],
 * targets ascending within a row, each target once. Up to 2^32 - 1 links.
 */
export interface Csr {
  readonly nodes: number
  /** nodes + 1 entries. */
  readonly offsets: Uint32Array
  readonly targets: Uint32Array
  /** Weight of each link, positive. */
  readonly weights: Float64Array | Float32Array | Uint32Array
}

export type Direction = 'IN' | 'OUT' | 'UD'

export const directions: readonly Direction[] = ['IN', 'OUT', 'UD']

/** Networks over the same numbered nodes: OUT[i][j] calls i made to j, IN[i][j] calls i got from j, UD their sum. */
export type CallNetworks = Readonly<Record<Direction, Csr>>
