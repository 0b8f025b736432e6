import { type CsvLayout, roleCodes } from './callLayout.ts'
import { verdict } from './rejects.ts'
import type { RowReader } from './rowReader.ts'

const [quote, space, tab] = [34, 32, 9]
const wrongColumns = verdict('columns')
const wrongQuotes = verdict('quotes')

/** Reads one line [start, end) without its line end, quotes and blanks and all. The first fault decides, from the left. */
export type LineReader = (bytes: Uint8Array, start: number, end: number) => number

/**
 * CSV after RFC 4180, but for two rules: a line feed ends a line within quotes too (no field of a call has one), and blanks around a
 * field say nothing. A doubled quotation mark within quotes is never part of a value that is read, so such a field is strange or impossible.
 */
export function createCarefulCsv({ delimiter, roles }: CsvLayout, reader: RowReader): LineReader {
  const steps = Uint8Array.from(roles, (role) => roleCodes[role])
  return (bytes, start, end) => {
    reader.begin()
    let at = start
    for (let column = 0; column < steps.length; column++) {
      if (at > end) return wrongColumns
      let from = at
      while (from < end && isBlank(bytes[from] as number, delimiter)) from++
      let to = from
      if (bytes[from] === quote && from < end) {
        to = closingQuote(bytes, from + 1, end)
        if (to < 0) return wrongQuotes
        from++
        at = to + 1
        while (at < end && isBlank(bytes[at] as number, delimiter)) at++
        if (at < end && bytes[at] !== delimiter) return wrongQuotes
      } else {
        while (to < end && bytes[to] !== delimiter) to++
        at = to
      }
      at++
      const given = reader.field(steps[column] as number, bytes, ...trimmed(bytes, from, to))
      if (given !== 0) return given
    }
    return at === end + 1 ? reader.finish() : wrongColumns
  }
}

/** Of the quotation mark that ends the field; -1 if there is none. */
function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== quote) continue
    if (bytes[at + 1] !== quote || at + 1 >= end) return at
    at++
  }
  return -1
}

function trimmed(bytes: Uint8Array, from: number, to: number): [start: number, end: number] {
  let start = from
  let end = to
  while (start < end && isSpace(bytes[start] as number)) start++
  while (end > start && isSpace(bytes[end - 1] as number)) end--
  return [start, end]
}

function isSpace(byte: number): boolean {
  return byte === space || byte === tab
}

function isBlank(byte: number, delimiter: number): boolean {
  return byte !== delimiter && isSpace(byte)
}
