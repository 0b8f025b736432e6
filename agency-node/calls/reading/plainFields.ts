import { firstDigits, mostDigits } from './callBatch.ts'

/**
 * Fields as nearly all lines have them, read in one pass over the bytes: plain digits and fixed dates. Each gives the position behind what it
 * read, or -1 where the careful parser has to look. The bytes end with a line feed, which no field runs over.
 */

const zero = 48
const [hyphen, colon] = [45, 58]

/** Digits alone, fifteen at most, as two words at `row`. */
export function plainNumber(
  bytes: Uint8Array,
  start: number,
  highs: Uint32Array,
  lows: Uint32Array,
  row: number,
): number {
  let at = start
  let high = 1
  const middle = start + firstDigits
  let digit = (bytes[at] as number) - zero
  while (digit >= 0 && digit <= 9 && at < middle) {
    high = (high * 10 + digit) | 0
    digit = (bytes[++at] as number) - zero
  }
  let low = 0
  if (at === middle && digit >= 0 && digit <= 9) {
    low = 1
    const last = start + mostDigits
    while (digit >= 0 && digit <= 9 && at < last) {
      low = (low * 10 + digit) | 0
      digit = (bytes[++at] as number) - zero
    }
  }
  highs[row] = high
  lows[row] = low
  return at === start ? -1 : at
}

/** Up to nine digits as a whole number at `row`. */
export function plainWhole(
  bytes: Uint8Array,
  start: number,
  values: Uint32Array,
  row: number,
): number {
  let at = start
  let value = 0
  let digit = (bytes[at] as number) - zero
  const last = start + 9
  while (digit >= 0 && digit <= 9 && at < last) {
    value = (value * 10 + digit) | 0
    digit = (bytes[++at] as number) - zero
  }
  values[row] = value
  return at === start ? -1 : at
}

/** yyyy-mm-dd as the number yyyymmdd, which need not be a day; -1 if it is not spelled so. */
export function plainDate(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== hyphen || bytes[at + 7] !== hyphen) return -1
  const year = two(bytes, at) * 100 + two(bytes, at + 2)
  const date = (year * 100 + two(bytes, at + 5)) * 100 + two(bytes, at + 8)
  return date < 0 ? -1 : date
}

/** hh:mm:ss as seconds of the day; -1 if it is none, or a leap second. */
export function plainTime(bytes: Uint8Array, at: number): number {
  if (bytes[at + 2] !== colon || bytes[at + 5] !== colon) return -1
  const hour = two(bytes, at)
  const minute = two(bytes, at + 3)
  const second = two(bytes, at + 6)
  if (hour > 23 || minute > 59 || second > 59) return -1
  const time = hour * 3600 + minute * 60 + second
  return time < 0 ? -1 : time
}

/** So far below zero that no sum with it is not. */
const none = -100_000_000

function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - zero
  const ones = (bytes[at + 1] as number) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : none
}
