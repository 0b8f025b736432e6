import { dayNumber, lastSecond, secondsADay } from './calendar.ts'
import { isFraction, type Row } from './fields.ts'
import { verdict } from './rejects.ts'

const fine = 0
const zero = 48
const [space, hyphen, slash, colon, plus, zulu, tee] = [32, 45, 47, 58, 43, 90, 84]
const missing = verdict('start_missing')
const impossible = verdict('start_impossible')
const longestSeconds = 10

/** How times become seconds of the local clock, which decides what is a Sunday and what is night. */
export interface ClockRule {
  /** The local clock's lead over UTC, for times that say their zone and for counted seconds. No summer time. */
  readonly utcOffsetSec: number
  /** The day (since 1970-01-01) at whose midnight counted seconds begin. */
  readonly epochDay: number
}

/** Seconds since the epoch, a fraction dropped. */
export function parseSeconds(
  bytes: Uint8Array,
  start: number,
  end: number,
  row: Row,
  { utcOffsetSec, epochDay }: ClockRule,
): number {
  if (start === end) return missing
  let seconds = 0
  let at = start
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - zero
    if (digit < 0 || digit > 9) break
    seconds = seconds * 10 + digit
  }
  if (at === start || at - start > longestSeconds) return impossible
  if (at < end && !isFraction(bytes, at, end)) return impossible
  return settle(row, seconds + epochDay * secondsADay + utcOffsetSec)
}

/** A date and a time in one field, parted by T or a space, with or without a zone (Z or +hh:mm). */
export function parseMoment(
  bytes: Uint8Array,
  start: number,
  end: number,
  row: Row,
  { utcOffsetSec }: ClockRule,
): number {
  if (start === end) return missing
  let parted = start
  while (parted < end && (bytes[parted] as number) !== tee && (bytes[parted] as number) !== space) {
    parted++
  }
  // An OCT or SEPT has a T too: the date is at least eight characters long.
  if (parted - start < 8) {
    parted = start + 8
    while (parted < end && bytes[parted] !== tee && bytes[parted] !== space) parted++
  }
  const day = parseDay(bytes, start, parted)
  if (day < 0 || parted >= end) return impossible
  const time = parseClock(bytes, parted + 1, end)
  if (time < 0) return impossible
  const zone = zoneOf(bytes, parted + 1, end)
  if (zone === null) return settle(row, day * secondsADay + time)
  if (Number.isNaN(zone)) return impossible
  return settle(row, day * secondsADay + time - zone + utcOffsetSec)
}

export function parseDate(bytes: Uint8Array, start: number, end: number, row: Row): number {
  if (start === end) return missing
  row.day = parseDay(bytes, start, end)
  return row.day < 0 ? impossible : fine
}

export function parseTime(bytes: Uint8Array, start: number, end: number, row: Row): number {
  if (start === end) return missing
  const time = parseClock(bytes, start, end)
  if (time < 0 || zoneOf(bytes, start, end) !== null) return impossible
  row.second = time
  return fine
}

/** Within the years of a call; the local clock may have carried it out of them. */
export function settle(row: Row, second: number): number {
  if (second < 0 || second > lastSecond) return impossible
  row.second = second
  return fine
}

/** yyyy-mm-dd, yyyy/mm/dd, yyyymmdd or ddMMMyyyy (the paper, Table 1), as a day number; -1 if it is none. */
function parseDay(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  const century = two(bytes, start)
  if (length === 9) {
    const year = two(bytes, start + 5) * 100 + two(bytes, start + 7)
    const isYear = two(bytes, start + 5) >= 0 && two(bytes, start + 7) >= 0
    return isYear ? dayNumber(year, monthNamed(bytes, start + 2), century) : -1
  }
  const years = two(bytes, start + 2)
  if (century < 0 || years < 0 || (length !== 8 && length !== 10)) return -1
  const year = century * 100 + years
  if (length === 8) return dayNumber(year, two(bytes, start + 4), two(bytes, start + 6))
  const parting = bytes[start + 4]
  if ((parting !== hyphen && parting !== slash) || bytes[start + 7] !== parting) return -1
  return dayNumber(year, two(bytes, start + 5), two(bytes, start + 8))
}

const months = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC'

function monthNamed(bytes: Uint8Array, start: number): number {
  const name = String.fromCharCode(...bytes.subarray(start, start + 3)).toUpperCase()
  const at = months.indexOf(name)
  return at % 3 === 0 ? at / 3 + 1 : 0
}

/** hh:mm:ss as seconds of the day; -1 if it is none. A leap second belongs to the second before. */
function parseClock(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 8 || bytes[start + 2] !== colon || bytes[start + 5] !== colon) return -1
  const hour = two(bytes, start)
  const minute = two(bytes, start + 3)
  const second = two(bytes, start + 6)
  if (hour < 0 || minute < 0 || second < 0) return -1
  const isLeapSecond = hour === 23 && minute === 59 && second === 60
  if (hour > 23 || minute > 59 || (second > 59 && !isLeapSecond)) return -1
  return hour * 3600 + minute * 60 + Math.min(second, 59)
}

/** What follows hh:mm:ss: null nothing (or a fraction), NaN something else, otherwise the zone's lead over UTC. */
function zoneOf(bytes: Uint8Array, start: number, end: number): number | null {
  let at = start + 8
  while (at < end && bytes[at] !== zulu && bytes[at] !== plus && bytes[at] !== hyphen) at++
  if (at > start + 8 && !isFraction(bytes, start + 8, at)) return Number.NaN
  if (at === end) return null
  if (bytes[at] === zulu) return at + 1 === end ? 0 : Number.NaN
  const hour = two(bytes, at + 1)
  const hasColon = bytes[at + 3] === colon
  const minute = end - at === 3 ? 0 : two(bytes, hasColon ? at + 4 : at + 3)
  const length = end - at
  const isWhole = length === 3 || length === (hasColon ? 6 : 5)
  if (!isWhole || hour < 0 || hour > 14 || minute < 0 || minute > 59) return Number.NaN
  return (bytes[at] === plus ? 1 : -1) * (hour * 3600 + minute * 60)
}

/** Two digits as a number, -1 if they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - zero
  const ones = (bytes[at + 1] as number) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}
