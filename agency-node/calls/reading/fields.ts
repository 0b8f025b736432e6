import { firstDigits, mostDigits } from './callBatch.ts'
import { verdict } from './rejects.ts'

/** Where parsers leave what they read; one for each reader, reused for every row. */
export interface Row {
  second: number
  /** Of a date and of a time in columns of their own, until both are there. */
  day: number
  /** Negative as read, where the verdict says so. */
  duration: number
  high: number
  low: number
}

export function emptyRow(): Row {
  return { second: 0, day: 0, duration: 0, high: 0, low: 0 }
}

const fine = 0
const zero = 48
const [space, plus, minus, dot, colon] = [32, 43, 45, 46, 58]
const [open, close] = [40, 41]
const numberMissing = verdict('number_missing')
const numberStrange = verdict('number_strange')
const numberTooLong = verdict('number_too_long')
const durationMissing = verdict('duration_missing')
const durationNegative = verdict('duration_negative')
const durationImpossible = verdict('duration_impossible')

/** Nobody speaks for longer; such a value is another unit or a fault. */
const longestCall = 7 * 86_400

/**
 * A telephone number as people and machines spell it: digits, an optional + before them, and between them spaces, hyphens and
 * parentheses, all of which say nothing. Leading zeros count. No dots: 300.0 is a fault of an export and not number 3000.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, row: Row): number {
  if (start === end) return numberMissing
  let high = 1
  let low = 0
  let digits = 0
  let isAfterDigit = false
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    const digit = byte - zero
    if (digit >= 0 && digit <= 9) {
      if (digits < firstDigits) high = high * 10 + digit
      else low = (digits === firstDigits ? 10 : low * 10) + digit
      if (++digits > mostDigits) return numberTooLong
      isAfterDigit = true
    } else {
      if (byte === plus ? digits > 0 : !isSeparator(byte, isAfterDigit)) return numberStrange
      if (byte === minus) isAfterDigit = false
    }
  }
  if (digits === 0 || (bytes[end - 1] as number) === minus) return numberStrange
  row.high = high
  row.low = low
  return fine
}

/** A hyphen stands behind a digit or ") ": -5 is no telephone number. */
function isSeparator(byte: number, isAfterDigit: boolean): boolean {
  return byte === space || byte === open || byte === close || (byte === minus && isAfterDigit)
}

/** Whole seconds, a fraction dropped; or h:mm:ss. */
export function parseDuration(bytes: Uint8Array, start: number, end: number, row: Row): number {
  if (start === end) return durationMissing
  const isNegative = (bytes[start] as number) === minus
  let at = isNegative ? start + 1 : start
  let part = 0
  let total = 0
  let colons = 0
  let digits = 0
  for (; at < end; at++) {
    const byte = bytes[at] as number
    if (byte >= zero && byte <= zero + 9) {
      part = part * 10 + byte - zero
      if (++digits > 7) return durationImpossible
    } else if (byte === colon && digits > 0 && colons < 2) {
      if (colons === 1 && (digits !== 2 || part > 59)) return durationImpossible
      total = (total + part) * 60
      colons++
      part = 0
      digits = 0
    } else break
  }
  if (digits === 0 || colons === 1 || (colons > 0 && (digits !== 2 || part > 59))) {
    return durationImpossible
  }
  if (at < end && !isFraction(bytes, at, end)) return durationImpossible
  total += part
  if (isNegative) {
    row.duration = -total
    return durationNegative
  }
  row.duration = total
  return total > longestCall ? durationImpossible : fine
}

export function isFraction(bytes: Uint8Array, start: number, end: number): boolean {
  if ((bytes[start] as number) !== dot) return false
  for (let at = start + 1; at < end; at++) {
    const digit = (bytes[at] as number) - zero
    if (digit < 0 || digit > 9) return false
  }
  return end > start + 1
}
