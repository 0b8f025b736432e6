import { toHex } from '../crypto/bytes.ts'
import { checksumAddress } from '../crypto/secp256k1.ts'
import { MeshError } from '../errors.ts'

export const wordLength = 32

/** How a value of one static type lies in a word of 32 bytes. */
export interface WordFormat {
  /** Throws `input.invalid` for a value that the type cannot hold; `name` says which one it is. */
  lay(target: Uint8Array, start: number, value: unknown, name: string): void
  /** Throws `input.invalid` for a word that no value of the type gives. */
  read(data: Uint8Array, start: number): unknown
}

/** The format of address, bool, bytesN or uintN. */
export function wordFormat(type: string): WordFormat {
  if (type === 'address') return addressFormat
  if (type === 'bool') return boolFormat
  const [, family, size] = /^(bytes|uint)(\d+)$/.exec(type) ?? []
  if (family === 'bytes') return bytesFormat(Number(size))
  if (family === 'uint') return uintFormat(Number(size))
  throw new MeshError('internal.unexpected', { detail: `no format for the type ${type}` })
}

const addressLength = 20
const addressPadding = wordLength - addressLength

const addressFormat: WordFormat = {
  lay: (target, start, value, name) => {
    layBytes(target, start + addressPadding, { value, length: addressLength, name })
  },
  read: (data, start) => {
    const word = wordAt(data, start)
    requireZeros(word, 0, addressPadding)
    return checksumAddress(toHex(word.subarray(addressPadding)))
  },
}

const boolFormat: WordFormat = {
  lay: (target, start, value, name) => {
    if (typeof value !== 'boolean') throw unfit('bool', name)
    target[start + wordLength - 1] = value ? 1 : 0
  },
  read: (data, start) => {
    const value = readNumber(data, start)
    if (value > 1) throw unreadable('bool')
    return value === 1
  },
}

function bytesFormat(length: number): WordFormat {
  return {
    lay: (target, start, value, name) => layBytes(target, start, { value, length, name }),
    read: (data, start) => {
      const word = wordAt(data, start)
      requireZeros(word, length, wordLength)
      return toHex(word.subarray(0, length))
    },
  }
}

// Up to 48 bits a number, as `AbiValue` types it; either is taken.
function uintFormat(bits: number): WordFormat {
  const type = `uint${bits}`
  const limit = 2 ** bits
  const lay: WordFormat['lay'] = (target, start, value, name) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < limit) {
      layNumber(target, start, value)
    } else if (typeof value === 'bigint' && value >= 0n && value >> BigInt(bits) === 0n) {
      layBigint(target, start, value)
    } else {
      throw unfit(type, name)
    }
  }
  const readSmall = (data: Uint8Array, start: number) => {
    const value = readNumber(data, start)
    if (value >= limit) throw unreadable(type)
    return value
  }
  const readLarge = (data: Uint8Array, start: number) => {
    const word = wordAt(data, start)
    requireZeros(word, 0, wordLength - bits / 8)
    return BigInt(toHex(word))
  }
  return { lay, read: bits <= 48 ? readSmall : readLarge }
}

function layNumber(target: Uint8Array, start: number, value: number): void {
  let rest = value
  for (let i = start + wordLength - 1; rest > 0; i -= 1) {
    target[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

function layBigint(target: Uint8Array, start: number, value: bigint): void {
  let rest = value
  for (let i = start + wordLength - 1; rest > 0n; i -= 1) {
    target[i] = Number(rest & 255n)
    rest >>= 8n
  }
}

/** Hex in either case, or raw bytes, of exactly this length. */
function layBytes(
  target: Uint8Array,
  start: number,
  { value, length, name }: { value: unknown; length: number; name: string },
): void {
  if (value instanceof Uint8Array && value.length === length) {
    target.set(value, start)
    return
  }
  const isHex = typeof value === 'string' && value.length === 2 + 2 * length
  if (!isHex || !layHexDigits(target, start, value)) throw unfit(`${length} bytes`, name)
}

function layHexDigits(target: Uint8Array, start: number, hex: string): boolean {
  for (let at = 2, i = start; at < hex.length; at += 2, i += 1) {
    const high = nibble(hex.charCodeAt(at))
    const low = nibble(hex.charCodeAt(at + 1))
    if ((high | low) < 0) return false
    target[i] = (high << 4) | low
  }
  return hex.startsWith('0x')
}

function nibble(character: number): number {
  if (character >= 48 && character <= 57) return character - 48 // 0-9
  const letter = character | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1 // a-f in either case
}

const numberLength = 6

/** A word as a number of at most 48 bits. Throws `input.invalid` for a larger one. */
export function readNumber(data: Uint8Array, start: number): number {
  const word = wordAt(data, start)
  requireZeros(word, 0, wordLength - numberLength)
  return word.subarray(-numberLength).reduce((value, byte) => value * 256 + byte, 0)
}

function wordAt(data: Uint8Array, start: number): Uint8Array {
  if (start + wordLength > data.length) throw unreadable('a word')
  return data.subarray(start, start + wordLength)
}

function requireZeros(word: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i += 1) {
    if (word[i] !== 0) throw unreadable('a word')
  }
}

// The value itself stays out of the error: a salt or a tag may have been put in the wrong place.
function unfit(type: string, name: string): MeshError {
  return new MeshError('input.invalid', {
    detail: `${name} does not fit ${type}`,
    details: { field: name, type },
  })
}

export function unreadable(what: string): MeshError {
  return new MeshError('input.invalid', { detail: `the data does not decode as ${what}` })
}
