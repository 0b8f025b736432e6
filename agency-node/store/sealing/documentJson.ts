import { fromBase64Url, toBase64Url } from '@creditmesh/sdk/crypto/bytes.ts'

const bigintMark = '$bigint'
const bytesMark = '$bytes'

/** JSON that keeps bigints and byte arrays: what a document of the store may hold. */
export function encodeDocument(value: unknown): string {
  return JSON.stringify(marked(value)) ?? 'null'
}

/** The value as it was encoded; what it is, the caller knows who stored it. */
export function decodeDocument<T>(encoded: Uint8Array): T {
  return JSON.parse(textOf(encoded), unmark) as T // sealed by this store, so believed
}

/** What was sealed as text; it authenticated, so it is UTF-8. */
export function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString()
}

// A member's own name that begins like a mark gets one more sign, so that no stored text can pose as a mark.
function marked(value: unknown): unknown {
  if (typeof value === 'bigint') return { [bigintMark]: value.toString() }
  if (value instanceof Uint8Array) return { [bytesMark]: toBase64Url(value) }
  if (Array.isArray(value)) return value.map(marked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [escaped(name), marked(member)]),
  )
}

function escaped(name: string): string {
  return name.startsWith('$') ? `$${name}` : name
}

function unmark(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (bigintMark in value) return BigInt(value[bigintMark] as string)
  if (bytesMark in value) return fromBase64Url(value[bytesMark] as string)
  const members = Object.entries(value)
  if (!members.some(([name]) => name.startsWith('$$'))) return value
  return Object.fromEntries(
    members.map(([name, member]) => [name.startsWith('$$') ? name.slice(1) : name, member]),
  )
}
