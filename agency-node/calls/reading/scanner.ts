import { batchRows, type CallBatch } from './callBatch.ts'
import type { CallLayout } from './callLayout.ts'
import { createCarefulCsv } from './carefulCsv.ts'
import { createCarefulJson } from './carefulJson.ts'
import { createPlainCsv } from './plainCsv.ts'
import { type Reject, reasonOf, rejectReasons } from './rejects.ts'
import { type CallRow, createRowReader } from './rowReader.ts'

/** What a scan has come to. */
export interface Scan {
  batch: CallBatch
  /** Filled rows of the batch. */
  rows: number
  /** Lines so far, the header and empty ones among them. */
  line: number
  missed: number
  /** How many lines each reason rejected, and the first of them. */
  readonly rejected: Uint32Array
  readonly firstRejects: Reject[]
}

export function startScan(batch: CallBatch): Scan {
  const rejected = new Uint32Array(rejectReasons.length)
  return { batch, rows: 0, line: 0, missed: 0, rejected, firstRejects: [] }
}

export interface Scanner {
  /** Reads lines of [start, end), the last byte a line feed, until none is left or the batch is full; gives where it stopped. */
  readonly lines: (bytes: Uint8Array, start: number, end: number, scan: Scan) => number
}

const mostListed = 100
const [lineFeed, carriageReturn, space, tab] = [10, 13, 32, 9]

export function createScanner(layout: CallLayout): Scanner {
  const reader = createRowReader(layout)
  const isCsv = layout.format === 'csv'
  const plain = isCsv ? createPlainCsv(layout) : () => -1
  const careful = isCsv ? createCarefulCsv(layout, reader) : createCarefulJson(layout, reader)

  const carefully = (bytes: Uint8Array, start: number, scan: Scan) => {
    const feed = bytes.indexOf(lineFeed, start)
    const end = feed > start && bytes[feed - 1] === carriageReturn ? feed - 1 : feed
    if (isEmpty(bytes, start, end)) return feed + 1
    const given = careful(bytes, start, end)
    if (given !== 0) reject(scan, given)
    else if (reader.call.isMissed) scan.missed++
    else put(scan.batch, scan.rows++, reader.call)
    return feed + 1
  }

  return {
    lines(bytes, start, end, scan) {
      const { batch } = scan
      let at = start
      while (at < end && scan.rows < batchRows) {
        scan.line++
        const next = plain(bytes, at, batch, scan.rows)
        if (next < 0) at = carefully(bytes, at, scan)
        else {
          scan.rows++
          at = next
        }
      }
      return at
    },
  }
}

export function reject(scan: Scan, given: number): void {
  scan.rejected[given - 1] = (scan.rejected[given - 1] as number) + 1
  if (scan.firstRejects.length >= mostListed) return
  scan.firstRejects.push({ line: scan.line, reason: reasonOf(given) })
}

function isEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== space && bytes[at] !== tab) return false
  }
  return true
}

function put(batch: CallBatch, row: number, call: CallRow): void {
  batch.seconds[row] = call.second
  batch.durations[row] = call.duration
  batch.fromHigh[row] = call.fromHigh
  batch.fromLow[row] = call.fromLow
  batch.toHigh[row] = call.toHigh
  batch.toLow[row] = call.toLow
}
