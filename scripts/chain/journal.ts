import * as fs from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { BlockInput } from './block.ts'

const format = 'creditmesh/chain-journal/1'

export interface JournalHeader {
  readonly format: typeof format
  readonly genesisSec: number
  readonly genesisHash: Hex
}

/** A block before it is made, its number and hash after, or a jump of the manual clock. */
export type JournalEntry =
  | BlockInput
  | { readonly number: number; readonly hash: Hex }
  | { readonly offsetSec: number }

/** The append-only file from which the chain rises again: one JSON value a line, the header first. */
export interface Journal {
  /**
   * Returns when the operating system has the line: it then survives the death of this process, though not a loss
   * of power. Throws `store.disk_full`; what was written of that line is cut off before the next.
   */
  append(entry: JournalEntry): void
  close(): void
}

export function journalPath(dir: string): string {
  return join(dir, 'journal.jsonl')
}

/** Opens the file for appending, writing the header if the file is new. */
export function openJournal(path: string, header: JournalHeader): Journal {
  const file = fs.openSync(path, 'a')
  let length = fs.fstatSync(file).size
  let isTorn = false
  const append = (value: JournalHeader | JournalEntry) => {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`)
    try {
      if (isTorn) fs.ftruncateSync(file, length)
      isTorn = true
      writeAll(file, bytes)
      isTorn = false
    } catch (cause) {
      throw writeError(cause)
    }
    length += bytes.length
  }
  if (length === 0) append(header)
  return { append, close: () => fs.closeSync(file) }
}

function writeAll(file: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.length) written += fs.writeSync(file, bytes, written)
}

function writeError(cause: unknown): MeshError {
  const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC' // node:fs throws nothing else
  return new MeshError(isFull ? 'store.disk_full' : 'internal.unexpected', { cause })
}

/** Cuts off a last line that a kill left unfinished: it was never acted upon. */
export function dropTornLine(path: string): void {
  if (!fs.existsSync(path)) return
  const file = fs.openSync(path, 'r+')
  try {
    fs.ftruncateSync(file, endOfLastLine(file))
  } finally {
    fs.closeSync(file)
  }
}

function endOfLastLine(file: number): number {
  const chunk = Buffer.alloc(65_536)
  for (let end = fs.fstatSync(file).size; end > 0; end -= chunk.length) {
    const start = Math.max(0, end - chunk.length)
    const read = fs.readSync(file, chunk, 0, end - start, start)
    const newline = chunk.subarray(0, read).lastIndexOf('\n')
    if (newline >= 0) return start + newline + 1
  }
  return 0
}

/** The first line, or null if there is no journal yet. Throws `chain.journal_corrupt`. */
export async function readHeader(path: string): Promise<JournalHeader | null> {
  for await (const line of readLines(path)) return parseLine(line, isHeader)
  return null
}

/** Every line after the header. Throws `chain.journal_corrupt`. */
export async function* readEntries(path: string): AsyncGenerator<NumberedEntry> {
  for await (const line of readLines(path)) {
    if (line.number > 1) yield { line: line.number, entry: parseLine(line, isEntry) }
  }
}

export interface NumberedEntry {
  readonly line: number
  readonly entry: JournalEntry
}

interface Line {
  readonly number: number
  readonly text: string
}

async function* readLines(path: string): AsyncGenerator<Line> {
  if (!fs.existsSync(path)) return
  const input = fs.createReadStream(path, 'utf8')
  let number = 0
  try {
    for await (const text of createInterface({ input })) {
      number += 1
      yield { number, text }
    }
  } finally {
    input.destroy()
  }
}

function parseLine<T>(line: Line, isWanted: (value: object) => value is object & T): T {
  let value: unknown
  try {
    value = JSON.parse(line.text)
  } catch (cause) {
    throw corrupt(line.number, 'is not JSON', cause)
  }
  if (typeof value === 'object' && value !== null && isWanted(value)) return value
  throw corrupt(line.number, 'does not fit the format')
}

// That hex is hex and hashes are right shows when the blocks are made again.
function isHeader(value: object): value is JournalHeader {
  return 'format' in value && value.format === format && 'genesisSec' in value
}

function isEntry(value: object): value is JournalEntry {
  if ('txs' in value) return Array.isArray(value.txs) && 'sec' in value
  return 'hash' in value || 'offsetSec' in value
}

export function corrupt(line: number, problem: string, cause?: unknown): MeshError {
  return new MeshError('chain.journal_corrupt', {
    detail: `line ${line} of the journal ${problem}`,
    details: { line },
    cause,
  })
}
