/** Single precision halves the memory of scores and errs by about 1e-7 of a score; double gives every bit of `analysis/network`. */
export type Precision = 'single' | 'double'

export type Scores = Float32Array | Float64Array

export const scoreBytes: Readonly<Record<Precision, number>> = { single: 4, double: 8 }

/** A view of `count` scores in shared memory. */
export function scoreView(
  precision: Precision,
  buffer: ArrayBufferLike,
  { byteOffset = 0, count }: { readonly byteOffset?: number; readonly count: number },
): Scores {
  return precision === 'single'
    ? new Float32Array(buffer, byteOffset, count)
    : new Float64Array(buffer, byteOffset, count)
}

/** A run of links to add up: places within a chunk and within the memory of the scores. */
export interface Run {
  readonly chunk: number
  readonly firstLink: number
  readonly links: number
  /** Index into the scores given of the first node of the sources' group. */
  readonly source: number
  /** Index into the scores received of the block's first target. */
  readonly target: number
}

/**
 * For each link in order: received[target] += given[source] times its weight, rounded to the precision after each operation. Both
 * lie in one array, `received` and `given` alike addressed by index into it.
 */
export type Accumulate = (run: Run) => void
