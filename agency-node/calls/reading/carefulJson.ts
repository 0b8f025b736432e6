import { type JsonLinesLayout, type Role, roleCodes } from './callLayout.ts'
import type { LineReader } from './carefulCsv.ts'
import { verdict } from './rejects.ts'
import type { RowReader } from './rowReader.ts'

const [quote, backslash, comma, colon] = [34, 92, 44, 58]
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93]
const wrongJson = verdict('json')

const missing: Readonly<Record<Exclude<Role, 'skip'>, number>> = {
  ...{ seconds: verdict('start_missing'), moment: verdict('start_missing') },
  ...{ date: verdict('start_missing'), time: verdict('start_missing') },
  ...{ duration: verdict('duration_missing') },
  ...{ from: verdict('number_missing'), to: verdict('number_missing') },
}

interface Member {
  readonly name: Uint8Array
  readonly role: number
  readonly missing: number
}

/**
 * One flat JSON object a line, read from the bytes: what a member says is its text, with or without quotes, and null is nothing. Other members
 * may hold anything. A member that is read may not occur twice.
 */
export function createCarefulJson(layout: JsonLinesLayout, reader: RowReader): LineReader {
  const members = layout.members.map(([name, role]) => memberOf(name, role))
  const ends = new Int32Array(2)
  return (bytes, start, end) => {
    reader.begin()
    let seen = 0
    let at = skipBlanks(bytes, start, end)
    if (at >= end || bytes[at] !== openBrace) return wrongJson
    at = skipBlanks(bytes, at + 1, end)
    for (let isFirst = true; at < end && (bytes[at] !== closeBrace || !isFirst); isFirst = false) {
      const index = readName(bytes, at, end, members, ends)
      at = skipBlanks(bytes, ends[1] as number, end)
      if (at < 0 || at >= end || bytes[at] !== colon) return wrongJson
      const value = skipBlanks(bytes, at + 1, end)
      at = endOfValue(bytes, value, end)
      if (at < 0) return wrongJson
      if (index >= 0) {
        if ((seen & (1 << index)) !== 0) return wrongJson
        seen |= 1 << index
        const given = readValue(reader, members[index] as Member, bytes, value, at)
        if (given !== 0) return given
      }
      at = skipBlanks(bytes, at, end)
      if (at >= end) return wrongJson
      if (bytes[at] === closeBrace) break
      if (bytes[at] !== comma) return wrongJson
      at = skipBlanks(bytes, at + 1, end)
    }
    if (at >= end || skipBlanks(bytes, at + 1, end) !== end) return wrongJson
    const lacking = members.findIndex((_, index) => (seen & (1 << index)) === 0)
    return lacking < 0 ? reader.finish() : (members[lacking] as Member).missing
  }
}

function memberOf(name: string, role: Role): Member {
  if (role === 'skip') throw new RangeError('a member that is read says something')
  const bytes = new TextEncoder().encode(name)
  return { name: bytes, role: roleCodes[role], missing: missing[role] }
}

/** Which member the name at `start` is, -1 for another; where it ends into ends[1], -1 if it is no name. */
function readName(
  bytes: Uint8Array,
  start: number,
  end: number,
  members: readonly Member[],
  ends: Int32Array,
): number {
  const close = start < end && bytes[start] === quote ? endOfText(bytes, start, end) : -1
  ends[1] = close
  if (close < 0) return -1
  const plain = decoded(bytes, start, close)
  const from = plain === bytes ? start + 1 : 0
  const length = plain === bytes ? close - start - 2 : plain.length
  for (let index = 0; index < members.length; index++) {
    if (isSame(plain, from, length, (members[index] as Member).name)) return index
  }
  return -1
}

function readValue(
  reader: RowReader,
  { role, missing }: Member,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const first = bytes[start]
  if (first === openBrace || first === openBracket) return wrongJson
  if (first !== quote) {
    return isSame(bytes, start, end - start, nothing)
      ? missing
      : reader.field(role, bytes, start, end)
  }
  const plain = decoded(bytes, start, end)
  return plain === bytes
    ? reader.field(role, bytes, start + 1, end - 1)
    : reader.field(role, plain, 0, plain.length)
}

const nothing = new TextEncoder().encode('null')

/** The same bytes where the text holds no escape, otherwise what it spells; an escape that is none spells nothing. */
function decoded(bytes: Uint8Array, start: number, end: number): Uint8Array {
  let at = start + 1
  while (at < end - 1 && bytes[at] !== backslash) at++
  if (at >= end - 1) return bytes
  try {
    const text = new TextDecoder().decode(bytes.subarray(start, end))
    return new TextEncoder().encode(JSON.parse(text))
  } catch {
    return new Uint8Array()
  }
}

function isSame(bytes: Uint8Array, start: number, length: number, name: Uint8Array): boolean {
  if (length !== name.length) return false
  for (let i = 0; i < length; i++) if (bytes[start + i] !== name[i]) return false
  return true
}

/** Behind the value; -1 if it does not end on this line. */
function endOfValue(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1
  const first = bytes[start] as number
  if (first === quote) return endOfText(bytes, start, end)
  if (first === openBrace || first === openBracket) return endOfNested(bytes, start, end)
  let at = start
  while (at < end && !isValueEnd(bytes[at] as number)) at++
  return at === start ? -1 : at
}

function endOfText(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at]
    if (byte === quote) return at + 1
    if (byte === backslash) at++
  }
  return -1
}

function endOfNested(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      const behind = endOfText(bytes, at, end)
      if (behind < 0) return -1
      at = behind - 1
    } else if (byte === openBrace || byte === openBracket) depth++
    else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return at + 1
  }
  return -1
}

function isValueEnd(byte: number): boolean {
  return byte === comma || byte === closeBrace || byte <= 32
}

function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at >= 0 && at < end && (bytes[at] as number) <= 32) at++
  return at
}
