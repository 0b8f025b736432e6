import { dayNumber, lastSecond, secondsADay } from './calendar.ts'
import type { CallBatch } from './callBatch.ts'
import { type CsvLayout, roleCodes } from './callLayout.ts'
import { plainDate, plainNumber, plainTime, plainWhole } from './plainFields.ts'

/** Reads the line that begins at `start` into a row of the batch; gives where the next begins, or -1 for the careful reader. */
export type PlainReader = (
  bytes: Uint8Array,
  start: number,
  batch: CallBatch,
  row: number,
) => number

const { seconds, moment, date, time, duration, from, to } = roleCodes
const [lineFeed, carriageReturn, quote, tee, space] = [10, 13, 34, 84, 32]
const dateLength = 10
const timeLength = 8
const longestCall = 7 * secondsADay

/** Lines without blanks, signs, quotes or zones, whose fields are plain; what it takes, the careful reader takes alike. */
export function createPlainCsv({
  delimiter,
  roles,
  utcOffsetSec,
  epochDay,
}: CsvLayout): PlainReader {
  const steps = Uint8Array.from(roles, (role) => roleCodes[role])
  const columns = steps.length
  const shift = epochDay * secondsADay + utcOffsetSec
  // Calls come by the day: the last date is nearly always the next.
  let lastDate = -1
  let lastDay = -1
  const secondsOfDate = (given: number) => {
    if (given !== lastDate) {
      lastDate = given
      const year = Math.floor(given / 10_000)
      lastDay = given < 0 ? -1 : dayNumber(year, Math.floor(given / 100) % 100, given % 100)
    }
    return lastDay < 0 ? -1 : lastDay * secondsADay
  }

  return (bytes, start, batch, row) => {
    let at = start
    let second = 0
    for (let column = 0; column < columns; column++) {
      const step = steps[column] as number
      if (step === from) at = plainNumber(bytes, at, batch.fromHigh, batch.fromLow, row)
      else if (step === to) at = plainNumber(bytes, at, batch.toHigh, batch.toLow, row)
      else if (step === duration) {
        at = plainWhole(bytes, at, batch.durations, row)
        if ((batch.durations[row] as number) > longestCall) return -1
      } else if (step === date || step === moment) {
        const day = secondsOfDate(plainDate(bytes, at))
        if (day < 0) return -1
        second += day
        at += dateLength
        if (step === moment) {
          if (bytes[at] !== tee && bytes[at] !== space) return -1
          const clock = plainTime(bytes, at + 1)
          if (clock < 0) return -1
          second += clock
          at += 1 + timeLength
        }
      } else if (step === time) {
        const clock = plainTime(bytes, at)
        if (clock < 0) return -1
        second += clock
        at += timeLength
      } else if (step === seconds) {
        at = plainWhole(bytes, at, batch.seconds, row)
        second = (batch.seconds[row] as number) + shift
      } else at = skip(bytes, at, delimiter)
      if (at < 0) return -1
      if (column + 1 < columns && bytes[at++] !== delimiter) return -1
    }
    if (second < 0 || second > lastSecond) return -1
    batch.seconds[row] = second
    if (bytes[at] === carriageReturn) at++
    return bytes[at] === lineFeed ? at + 1 : -1
  }
}

function skip(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = start
  let byte = bytes[at] as number
  while (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
    if (byte === quote) return -1
    byte = bytes[++at] as number
  }
  return at
}
