import { MeshError } from '../errors.ts'

export type Hex = `0x${string}`
export type Bytes = Uint8Array<ArrayBuffer>

const hexDigits = '0123456789abcdef'
const byteToHex = Array.from(
  { length: 256 },
  (_, byte) => `${hexDigits[byte >> 4]}${hexDigits[byte & 15]}`,
)

export function toHex(bytes: Uint8Array): Hex {
  let text = '0x'
  for (const byte of bytes) text += byteToHex[byte]
  return text as Hex // the loop writes nothing but hex digits
}

/** Parses lower- or upper-case hex with its 0x. Throws `input.invalid`. */
export function fromHex(hex: string): Bytes {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(hex)) {
    throw new MeshError('input.invalid', { detail: 'not a hex string of whole bytes' })
  }
  const bytes = new Uint8Array((hex.length - 2) / 2)
  for (let i = 0; i < bytes.length; i += 1) {
    bytes[i] = Number.parseInt(hex.slice(2 + 2 * i, 4 + 2 * i), 16)
  }
  return bytes
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** Compares without leaving early, so that the time tells nothing about where two secrets differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i += 1) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}

const encoder = new TextEncoder()

export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

/** Decodes strictly. Throws `input.invalid` for bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new MeshError('input.invalid', { detail: 'not UTF-8', cause })
  }
}

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Parses base64url without padding; refuses any other spelling of the same bytes. Throws `input.invalid`. */
export function fromBase64Url(text: string): Bytes {
  const bytes = /^[A-Za-z0-9_-]*$/.test(text) && text.length % 4 !== 1 ? decode(text) : undefined
  if (bytes === undefined || toBase64Url(bytes) !== text) {
    throw new MeshError('input.invalid', { detail: 'not base64url' })
  }
  return bytes
}

/** Base64 with padding (RFC 4648, section 4), as structured header fields spell bytes. */
export function toBase64(bytes: Uint8Array): string {
  // String.fromCharCode takes its bytes as arguments, and engines limit how many a call may have.
  const chunk = 0x2000
  let binary = ''
  for (let i = 0; i < bytes.length; i += chunk) {
    // apply takes anything array-like; spreading walks an iterator, which is six times as slow.
    binary += String.fromCharCode.apply(null, bytes.subarray(i, i + chunk) as unknown as number[])
  }
  return btoa(binary)
}

function decode(base64Url: string): Bytes {
  const binary = atob(base64Url.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i)
  return bytes
}
