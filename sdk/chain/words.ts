import { type Hex, toHex, utf8 } from '../crypto/bytes.ts'
import { MeshError } from '../errors.ts'

export type Keccak256 = (bytes: Uint8Array) => Uint8Array

/** The static types of our structs; `string` is laid as its hash, as EIP-712 does. */
export type WordType =
  | 'address'
  | 'bool'
  | 'bytes32'
  | 'string'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint48'
  | 'uint96'
  | 'uint256'

export type WordValue = string | number | bigint | boolean | Uint8Array

/** A value and the place where it stands, so that a refusal can name it. */
export type Word = readonly [type: WordType, value: WordValue, name?: string]

const wordLength = 32

/** `keccak256(abi.encode(...))` over static values. */
export function hashWords(words: readonly Word[], keccak: Keccak256): Hex {
  return toHex(keccak(layWords(words, keccak)))
}

/** `abi.encode(...)` over static values. Throws `input.invalid` for a value that its type cannot hold. */
export function layWords(words: readonly Word[], keccak: Keccak256): Uint8Array {
  const laid = new Uint8Array(words.length * wordLength)
  for (let i = 0; i < words.length; i += 1) {
    layWord(laid, i * wordLength, words[i] as Word, keccak) // i is below the length
  }
  return laid
}

function layWord(target: Uint8Array, start: number, word: Word, keccak: Keccak256): void {
  const [type, value] = word
  if (type === 'bytes32') layHex(target, start, word, wordLength)
  else if (type === 'address') layHex(target, start, word, 20)
  else if (type === 'string')
    target.set(keccak(utf8(value as string)), start) // callers type it
  else if (type === 'bool') target[start + wordLength - 1] = value === true ? 1 : 0
  else layUint(target, start, word)
}

function layHex(target: Uint8Array, start: number, word: Word, length: number): void {
  const value = word[1]
  const end = start + wordLength
  if (value instanceof Uint8Array) {
    if (value.length !== length) throw unfit(word)
    target.set(value, end - length)
    return
  }
  if (typeof value !== 'string' || value.length !== 2 + 2 * length) throw unfit(word)
  let at = 2
  for (let i = end - length; i < end; i += 1) {
    const high = nibble(value.charCodeAt(at))
    const low = nibble(value.charCodeAt(at + 1))
    if ((high | low) < 0) throw unfit(word)
    target[i] = (high << 4) | low
    at += 2
  }
}

function nibble(character: number): number {
  if (character >= 48 && character <= 57) return character - 48 // 0-9
  const letter = character | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1 // a-f in either case
}

function layUint(target: Uint8Array, start: number, word: Word): void {
  const [type, value] = word
  const bits = Number(type.slice(4))
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** bits) throw unfit(word)
    let rest = value
    for (let i = start + wordLength - 1; rest > 0; i -= 1) {
      target[i] = rest % 256
      rest = Math.floor(rest / 256)
    }
    return
  }
  if (typeof value !== 'bigint' || value < 0n || value >> BigInt(bits) !== 0n) throw unfit(word)
  let rest = value
  for (let i = start + wordLength - 1; rest > 0n; i -= 1) {
    target[i] = Number(rest & 255n)
    rest >>= 8n
  }
}

// The value itself stays out of the error: a salt or a tag may have been put in the wrong place.
function unfit([type, , name = 'value']: Word): MeshError {
  return new MeshError('input.invalid', {
    detail: `${name} does not fit ${type}`,
    details: { field: name, type },
  })
}
