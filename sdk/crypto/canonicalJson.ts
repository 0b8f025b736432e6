import { MeshError } from '../errors.ts'

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/**
 * The one spelling of a JSON value (RFC 8785): members sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript writes them. Members that are undefined are left out.
 * Throws `input.invalid` for what JSON cannot carry: NaN, infinities, lone surrogates, functions, bigints.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) return canonicalObject(value as Members)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value)
  if (typeof value === 'boolean' || value === null) return String(value)
  throw new MeshError('input.invalid', { detail: `JSON cannot carry this ${typeof value}` })
}

type Members = { readonly [key: string]: JsonValue | undefined }

function canonicalObject(members: Members): string {
  const entries: string[] = []
  for (const key of Object.keys(members).sort()) {
    const member = members[key]
    if (member !== undefined) entries.push(`${canonicalJson(key)}:${canonicalJson(member)}`)
  }
  return `{${entries.join(',')}}`
}
