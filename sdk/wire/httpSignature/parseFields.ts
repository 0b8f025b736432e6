import { type Bytes, toBase64 } from '../../crypto/bytes.ts'
import { MeshError } from '../../errors.ts'
import type { BareItem, Dictionary, InnerList, Item, Member, Parameters } from './fields.ts'

/** Where the parser stands. Each rule takes what it knows from `at` on, and moves `at` behind it. */
interface Cursor {
  readonly text: string
  at: number
}

const keyStart = /[a-z*]/
const keyRest = /[a-z0-9_.*-]/
const tokenStart = /[A-Za-z*]/
const tokenRest = /[!#$%&'*+.^_`|~0-9A-Za-z:/-]/
const digit = /[0-9]/

/**
 * Parses a dictionary (RFC 9651, 4.2.2), more strictly than it demands: a key or parameter given twice is
 * refused instead of overwritten, and bytes have one spelling. Throws `input.invalid`.
 */
export function parseDictionary(text: string): Dictionary {
  const cursor = { text, at: 0 }
  const members = new Map<string, Member>()
  skip(cursor, ' ')
  while (cursor.at < text.length) {
    const key = takeKey(cursor)
    if (members.has(key)) throw malformed('a key is given twice')
    members.set(key, takeMember(cursor))
    skip(cursor, ' \t')
    if (cursor.at === text.length) return members
    expect(cursor, ',')
    skip(cursor, ' \t')
    if (cursor.at === text.length) throw malformed('a trailing comma')
  }
  return members
}

function takeMember(cursor: Cursor): Member {
  if (peek(cursor) !== '=') return { value: true, params: takeParameters(cursor) }
  cursor.at += 1
  return peek(cursor) === '(' ? takeInnerList(cursor) : takeItem(cursor)
}

function takeInnerList(cursor: Cursor): InnerList {
  expect(cursor, '(')
  const items: Item[] = []
  for (;;) {
    skip(cursor, ' ')
    if (peek(cursor) === ')') {
      cursor.at += 1
      return { items, params: takeParameters(cursor) }
    }
    items.push(takeItem(cursor))
    if (peek(cursor) !== ' ' && peek(cursor) !== ')') throw malformed('a list without end')
  }
}

function takeItem(cursor: Cursor): Item {
  return { value: takeBareItem(cursor), params: takeParameters(cursor) }
}

function takeParameters(cursor: Cursor): Parameters {
  const params = new Map<string, BareItem>()
  while (peek(cursor) === ';') {
    cursor.at += 1
    skip(cursor, ' ')
    const key = takeKey(cursor)
    if (params.has(key)) throw malformed('a parameter is given twice')
    if (peek(cursor) === '=') {
      cursor.at += 1
      params.set(key, takeBareItem(cursor))
    } else {
      params.set(key, true)
    }
  }
  return params
}

function takeKey(cursor: Cursor): string {
  if (!keyStart.test(peek(cursor))) throw malformed('a key was expected')
  return takeWhile(cursor, keyRest)
}

function takeBareItem(cursor: Cursor): BareItem {
  const first = peek(cursor)
  if (first === '"') return takeString(cursor)
  if (first === ':') return takeByteSequence(cursor)
  if (first === '?') return takeBoolean(cursor)
  if (first === '-' || digit.test(first)) return takeInteger(cursor)
  if (tokenStart.test(first)) return { token: takeWhile(cursor, tokenRest) }
  throw malformed('a value was expected')
}

function takeInteger(cursor: Cursor): number {
  const sign = peek(cursor) === '-' ? -1 : 1
  if (sign < 0) cursor.at += 1
  const digits = takeWhile(cursor, digit)
  // RFC 9651, 3.3.1: at most fifteen digits, which a double holds exactly.
  if (digits.length < 1 || digits.length > 15) throw malformed('an integer of 1 to 15 digits')
  if (peek(cursor) === '.') throw malformed('decimals have no place here')
  return sign * Number(digits) + 0 // -0 becomes 0
}

function takeString(cursor: Cursor): string {
  expect(cursor, '"')
  let value = ''
  for (;;) {
    const character = take(cursor)
    if (character === '"') return value
    if (character === '\\') {
      const escaped = take(cursor)
      if (escaped !== '"' && escaped !== '\\') throw malformed('an escape that does not exist')
      value += escaped
    } else {
      if (character < ' ' || character > '~') throw malformed('a string of printable ASCII')
      value += character
    }
  }
}

function takeByteSequence(cursor: Cursor): Bytes {
  expect(cursor, ':')
  const end = cursor.text.indexOf(':', cursor.at)
  if (end < 0) throw malformed('a byte sequence without end')
  const encoded = cursor.text.slice(cursor.at, end)
  cursor.at = end + 1
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) {
    throw malformed('a byte sequence in base64')
  }
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
  if (toBase64(bytes) !== encoded) throw malformed('another spelling of the same bytes')
  return bytes
}

function takeBoolean(cursor: Cursor): boolean {
  expect(cursor, '?')
  const character = take(cursor)
  if (character !== '0' && character !== '1') throw malformed('a boolean is ?0 or ?1')
  return character === '1'
}

function peek({ text, at }: Cursor): string {
  return text[at] ?? ''
}

function take(cursor: Cursor): string {
  const character = peek(cursor)
  if (character === '') throw malformed('the field ends too early')
  cursor.at += 1
  return character
}

function expect(cursor: Cursor, character: string): void {
  if (take(cursor) !== character) throw malformed(`"${character}" was expected`)
}

function skip(cursor: Cursor, characters: string): void {
  while (cursor.at < cursor.text.length && characters.includes(peek(cursor))) cursor.at += 1
}

function takeWhile(cursor: Cursor, allowed: RegExp): string {
  const start = cursor.at
  while (allowed.test(peek(cursor))) cursor.at += 1
  return cursor.text.slice(start, cursor.at)
}

function malformed(detail: string): MeshError {
  return new MeshError('input.invalid', { detail: `not a structured field: ${detail}` })
}
