import { readSync } from 'node:fs'
import { batchRows } from './callBatch.ts'
import type { FilePlan } from './fileHead.ts'
import { verdict } from './rejects.ts'
import { createScanner, reject, type Scan } from './scanner.ts'

const bufferBytes = 2 << 20
const longestLine = 1 << 20
const lineFeed = 10
const unterminated = verdict('unterminated')
const lineTooLong = verdict('line_too_long')

export interface Portion {
  /** Rows of the scan's batch to take before going on. */
  readonly rows: number
  /** Bytes of the file read so far. */
  readonly bytes: number
}

/**
 * Reads a file from its first call to its end, a batch at a time. Whoever takes a portion may put another batch into the scan. Where `strict` says
 * so, stops at the first line that is rejected. Blocks: for a thread of its own.
 */
export function* scanFile(
  fd: number,
  { layout, startsAt, startsAfterLine }: FilePlan,
  scan: Scan,
  { strict }: { readonly strict: boolean },
): Generator<Portion, void, void> {
  const scanner = createScanner(layout)
  const buffer = new Uint8Array(bufferBytes)
  const isOver = () => strict && scan.firstRejects.length > 0
  scan.line = startsAfterLine
  let bytes = startsAt
  function* take(end: number): Generator<Portion, void, void> {
    for (let at = 0; at < end && !isOver(); ) {
      at = scanner.lines(buffer, at, end, scan)
      if (scan.rows === batchRows) yield handOver(scan, bytes)
    }
  }

  let held = 0
  let isSkipping = false
  while (!isOver()) {
    const count = readSync(fd, buffer, held, bufferBytes - 1 - held, bytes)
    if (count === 0) break
    bytes += count
    let length = held + count
    if (isSkipping) {
      length = dropLine(buffer, length)
      isSkipping = length < 0
      held = 0
      if (isSkipping) continue
    }
    const end = buffer.subarray(0, length).lastIndexOf(lineFeed) + 1
    yield* take(end)
    buffer.copyWithin(0, end, length)
    held = length - end
    if (held <= longestLine) continue
    isSkipping = true
    held = 0
    rejectNext(scan, lineTooLong)
  }
  if (held > 0 && !isSkipping && !isOver()) {
    buffer[held] = lineFeed
    if (layout.acceptsUnterminated) yield* take(held + 1)
    else rejectNext(scan, unterminated)
  }
  if (scan.rows > 0) yield handOver(scan, bytes)
}

/** Moves what follows the first line to the front and gives its length; -1 where the line does not end yet. */
function dropLine(buffer: Uint8Array, length: number): number {
  const behind = buffer.subarray(0, length).indexOf(lineFeed) + 1
  if (behind === 0) return -1
  buffer.copyWithin(0, behind, length)
  return length - behind
}

function rejectNext(scan: Scan, reason: number): void {
  scan.line++
  reject(scan, reason)
}

function handOver(scan: Scan, bytes: number): Portion {
  const { rows } = scan
  scan.rows = 0
  return { rows, bytes }
}
