import { type Hex, toHex, utf8 } from '../crypto/bytes.ts'
import { type WordFormat, wordFormat, wordLength } from './wordFormat.ts'

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

const formats: Readonly<Record<Exclude<WordType, 'string'>, WordFormat>> = {
  address: wordFormat('address'),
  bool: wordFormat('bool'),
  bytes32: wordFormat('bytes32'),
  uint8: wordFormat('uint8'),
  uint16: wordFormat('uint16'),
  uint32: wordFormat('uint32'),
  uint48: wordFormat('uint48'),
  uint96: wordFormat('uint96'),
  uint256: wordFormat('uint256'),
}

/** `keccak256(abi.encode(...))` over static values. */
export function hashWords(words: readonly Word[], keccak: Keccak256): Hex {
  return toHex(keccak(layWords(words, keccak)))
}

/** `abi.encode(...)` over static values. Throws `input.invalid` for a value that its type cannot hold. */
export function layWords(words: readonly Word[], keccak: Keccak256): Uint8Array {
  const laid = new Uint8Array(words.length * wordLength)
  words.forEach(([type, value, name = 'value'], i) => {
    const start = i * wordLength
    if (type === 'string') laid.set(keccak(utf8(String(value))), start)
    else formats[type].lay(laid, start, value, name)
  })
  return laid
}
