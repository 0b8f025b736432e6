import {
  type Bytes,
  fromBase64Url,
  fromUtf8,
  toBase64Url,
  utf8,
} from '@creditmesh/sdk/crypto/bytes.ts'

const bigintMark = '$bigint'
const bytesMark = '$bytes'

/** JSON that keeps bigints and byte arrays: what a document of the store may hold. */
export function encodeJson(value: unknown): Bytes {
  return utf8(JSON.stringify(marked(value)))
}

/** The value as it was encoded; what it is, the caller knows who stored it. */
export function decodeJson<T>(encoded: Uint8Array): T {
  return JSON.parse(fromUtf8(encoded), unmark) as T // sealed by this store, so believed
}

function marked(value: unknown): unknown {
  if (typeof value === 'bigint') return { [bigintMark]: value.toString() }
  if (value instanceof Uint8Array) return { [bytesMark]: toBase64Url(value) }
  if (Array.isArray(value)) return value.map(marked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, marked(member)]))
}

function unmark(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (bigintMark in value) return BigInt(value[bigintMark] as string)
  if (bytesMark in value) return fromBase64Url(value[bytesMark] as string)
  return value
}
