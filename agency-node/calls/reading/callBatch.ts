/**
 * Calls as read, a column each, over one buffer that threads may share. A telephone number is two words that spell its digits:
 * `high` a 1 and the first seven, `low` a 1 and the rest (0 where there is none); so "07" and "7" are two numbers, and
 * fifteen digits, the longest of E.164, fit.
 */
export interface CallBatch {
  readonly buffer: ArrayBufferLike
  /** Since 1970-01-01 00:00 of the local clock. */
  readonly seconds: Uint32Array
  readonly durations: Uint32Array
  readonly fromHigh: Uint32Array
  readonly fromLow: Uint32Array
  readonly toHigh: Uint32Array
  readonly toLow: Uint32Array
}

export const batchRows = 16_384
const columns = 6
export const batchBytes = batchRows * columns * Uint32Array.BYTES_PER_ELEMENT

/** A batch over `batchBytes` of a buffer. */
export function batchOver(buffer: ArrayBufferLike, byteOffset = 0): CallBatch {
  const column = (index: number) =>
    new Uint32Array(
      buffer,
      byteOffset + index * batchRows * Uint32Array.BYTES_PER_ELEMENT,
      batchRows,
    )
  return {
    buffer,
    seconds: column(0),
    durations: column(1),
    fromHigh: column(2),
    fromLow: column(3),
    toHigh: column(4),
    toLow: column(5),
  }
}

export const firstDigits = 7
export const mostDigits = 15

/** The digits that two words spell. */
export function digitsOf(high: number, low: number): string {
  return String(high).slice(1) + (low === 0 ? '' : String(low).slice(1))
}
