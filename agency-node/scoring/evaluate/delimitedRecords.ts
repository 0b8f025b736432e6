import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type Delimiter, guessDelimiter } from './delimiter.ts'

/** One line of a table, or several where a quoted field holds line ends. */
export interface DelimitedRecord {
  /** Of its beginning, counted from 1, as an editor shows it. */
  readonly line: number
  /** Unquoted ones without the blanks around them. */
  readonly fields: readonly string[]
}

/** A longer record is a quote that never closes. */
const longestRecord = 1 << 20

/**
 * The records of delimited text (RFC 4180, and what people make of it): CRLF, LF or CR, a byte order mark, blanks around
 * fields, doubled quotes; blank lines are skipped. Guesses the delimiter from the first record unless told. Gives them in
 * groups, one a chunk. A zero byte is no text. Throws `input.invalid` with line and column, never with what stands there.
 */
export async function* delimitedRecords(
  chunks: AsyncIterable<Uint8Array>,
  given?: Delimiter,
): AsyncGenerator<DelimitedRecord[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const cursor: Cursor = { text: '', line: 1, delimiter: given, isLast: false }
  let pending = ''
  for await (const chunk of chunks) {
    const text = pending + decode(decoder, cursor, chunk)
    pending = text.endsWith('\r') ? '\r' : ''
    cursor.text += oneLineEnd(pending === '' ? text : text.slice(0, -1))
    yield takeRecords(cursor)
  }
  cursor.text += oneLineEnd(pending + decode(decoder, cursor))
  cursor.isLast = true
  yield takeRecords(cursor)
}

interface Cursor {
  /** What is not yet read. */
  text: string
  line: number
  delimiter: Delimiter | undefined
  isLast: boolean
}

function decode(decoder: TextDecoder, { line }: Cursor, chunk?: Uint8Array): string {
  // UTF-16 without its mark is UTF-8 with a zero in every character; no text has one.
  if (chunk?.includes(0)) throw invalidRecord('a zero byte stands here or below', { line })
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    throw invalidRecord('the text is not UTF-8 here or below', { line })
  }
}

function oneLineEnd(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
}

function takeRecords(cursor: Cursor): DelimitedRecord[] {
  const records: DelimitedRecord[] = []
  let from = 0
  while (from < cursor.text.length) {
    const lineEnd = cursor.text.indexOf('\n', from)
    if (lineEnd === -1 && !cursor.isLast) break
    const end = lineEnd === -1 ? cursor.text.length : lineEnd
    const line = cursor.text.slice(from, end)
    if (line.trim() === '') {
      cursor.line++
      from = end + 1
      continue
    }
    cursor.delimiter ??= guessDelimiter(line)
    const record = line.includes('"')
      ? readQuoted(cursor, from, cursor.delimiter)
      : { fields: split(line, cursor.delimiter), end, lines: 1 }
    if (record === null) break
    records.push({ line: cursor.line, fields: record.fields })
    cursor.line += record.lines
    from = record.end + 1
  }
  cursor.text = cursor.text.slice(from)
  if (cursor.text.length > longestRecord) {
    throw invalidRecord('a record is longer than a million characters', { line: cursor.line })
  }
  return records
}

function split(line: string, delimiter: Delimiter): string[] {
  if (delimiter === 'whitespace') return line.trim().split(/[ \t]+/)
  return line.split(delimiter).map((field) => field.trim())
}

interface ReadRecord {
  readonly fields: string[]
  /** Where its line end stands. */
  readonly end: number
  readonly lines: number
}

/** A record with quotes, field by field; null if it goes on beyond what has arrived. */
function readQuoted(cursor: Cursor, from: number, delimiter: Delimiter): ReadRecord | null {
  const { text } = cursor
  const fields: string[] = []
  let lines = 1
  let at = skipBlanks(text, from, delimiter)
  for (;;) {
    const place = { line: cursor.line, column: fields.length + 1 }
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at, delimiter)
    if (field === null) {
      if (cursor.isLast) throw invalidRecord('a quote is never closed', place)
      return null
    }
    fields.push(field.value)
    lines += text[at] === '"' ? field.value.split('\n').length - 1 : 0
    const after = skipBlanks(text, field.end, delimiter)
    if (text[after] === '\n') return { fields, end: after, lines }
    // At the end of what has arrived a quote may yet turn out to be the first of two.
    if (after >= text.length) return cursor.isLast ? { fields, end: after, lines } : null
    const isParted = delimiter === 'whitespace' ? after > field.end : text[after] === delimiter
    if (!isParted) throw invalidRecord('text follows a closing quote', place)
    at = delimiter === 'whitespace' ? after : skipBlanks(text, after + 1, delimiter)
  }
}

function quotedField(text: string, open: number): { value: string; end: number } | null {
  for (let close = open + 1; ; close += 2) {
    close = text.indexOf('"', close)
    if (close === -1) return null
    if (text[close + 1] === '"') continue
    return { value: text.slice(open + 1, close).replaceAll('""', '"'), end: close + 1 }
  }
}

function plainField(text: string, from: number, delimiter: Delimiter) {
  let end = from
  while (end < text.length && text[end] !== '\n' && !parts(text[end], delimiter)) end++
  return { value: text.slice(from, end).trim(), end }
}

function parts(character: string | undefined, delimiter: Delimiter): boolean {
  if (delimiter === 'whitespace') return character === ' ' || character === '\t'
  return character === delimiter
}

function skipBlanks(text: string, from: number, delimiter: Delimiter): number {
  let at = from
  while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at++
  return at
}

/** An error about a place in the file. What stands there may be personal: it is not repeated. */
export function invalidRecord(
  detail: string,
  place: { readonly line?: number; readonly column?: number | string },
): MeshError {
  const { line, column } = place
  const where = [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ')
  return new MeshError('input.invalid', {
    detail: where === '' ? detail : `${where}: ${detail}`,
    details: { ...place },
  })
}
