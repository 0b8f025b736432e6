import { MeshError } from '@creditmesh/sdk/errors.ts'

// Fitted models are plain objects that may hold typed arrays. As JSON those are their bytes, little-endian, in base64,
// beside the name of their kind: exact, and a fraction of the length of decimal numbers.

const kinds = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f64: Float64Array,
}
type Kind = keyof typeof kinds
type Typed = InstanceType<(typeof kinds)[Kind]>

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json }

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Plain JSON of a model, absent properties left out. Throws `model.invalid` for what has none. */
export function toTypedJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (ArrayBuffer.isView(value)) return encodeTyped(value)
  if (Array.isArray(value)) return value.map(toTypedJson)
  if (typeof value !== 'object') throw unreadable('a value that JSON does not know')
  const present = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(present.map(([name, member]) => [name, toTypedJson(member)]))
}

/** The inverse. Throws `model.invalid` for arrays whose bytes are no base64 or of another length. */
export function fromTypedJson(json: Json): unknown {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map(fromTypedJson)
  const members = json as { readonly [name: string]: Json }
  if (isKind(members.array) && typeof members.base64 === 'string') {
    return decodeTyped(members.array, members.base64)
  }
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, fromTypedJson(member)]),
  )
}

function isKind(name: Json | undefined): name is Kind {
  return typeof name === 'string' && Object.hasOwn(kinds, name)
}

function encodeTyped(view: ArrayBufferView): Json {
  const kind = (Object.keys(kinds) as Kind[]).find((name) => view instanceof kinds[name])
  if (kind === undefined || !isLittleEndian) throw unreadable('an array of another kind')
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  return { array: kind, base64: bytes.toString('base64') }
}

function decodeTyped(kind: Kind, base64: string): Typed {
  const bytes = Buffer.from(base64, 'base64')
  const { BYTES_PER_ELEMENT: width } = kinds[kind]
  const isExact = bytes.toString('base64') === base64 && bytes.length % width === 0
  if (!isExact || !isLittleEndian) throw unreadable('an array that is damaged')
  // Copied, so that it begins where its kind may begin.
  return new kinds[kind](Uint8Array.from(bytes).buffer)
}

function unreadable(what: string): MeshError {
  return new MeshError('model.invalid', { detail: `The parameters hold ${what}.` })
}
