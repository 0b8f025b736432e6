import type { z } from 'zod'
import { type Bytes, fromUtf8, toBase64Url, utf8 } from '../crypto/bytes.ts'
import { canonicalJson, type JsonValue } from '../crypto/canonicalJson.ts'
import { MeshError } from '../errors.ts'
import { issueWords } from './issueWords.ts'

/** Gives the JSON form of a parsed message: bigints as decimal strings, bytes as base64url. */
export function toJson(value: unknown): JsonValue {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return toBase64Url(value)
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return Object.fromEntries(members.map(([key, member]) => [key, toJson(member)]))
  }
  return value as JsonValue // null, boolean, number or string; canonicalJson refuses the rest
}

/** The canonical bytes of a message: what is hashed, signed, sealed. */
export function encodeMessage(value: unknown): Bytes {
  return utf8(canonicalJson(toJson(value)))
}

/** Parses untrusted JSON by a schema. Throws `input.invalid` naming the first field that does not fit. */
export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.map(String).join('.') ?? ''
  const where = field === '' ? 'the whole of it' : `field "${field}"`
  throw new MeshError('input.invalid', {
    detail: `${where} ${issue === undefined ? 'is not valid' : issueWords(issue)}`,
    details: { field },
  })
}

/** Parses the bytes of a message. Throws `input.invalid`. */
export function decodeMessage<T extends z.ZodType>(schema: T, encoded: Uint8Array): z.output<T> {
  let value: unknown
  try {
    value = JSON.parse(fromUtf8(encoded))
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    throw new MeshError('input.invalid', { detail: 'not JSON' })
  }
  return parseWith(schema, value)
}
