import { type Hex, toHex, utf8 } from '../crypto/bytes.ts'
import { keccak256 } from '../crypto/hash.ts'
import { type Keccak256, layWords, type Word, type WordType, type WordValue } from './words.ts'

/** The members of a struct in the order of its Solidity declaration. */
export type StructLayout<T> = readonly (readonly [name: keyof T & string, type: WordType])[]

/** A struct's EIP-712 name, members and type hash; made once per type, at import, from constants. */
export interface StructType<T> {
  readonly name: string
  readonly layout: StructLayout<T>
  readonly typeHash: Uint8Array
}

export function defineStruct<T>(name: string, layout: StructLayout<T>): StructType<T> {
  const members = layout.map(([member, type]) => `${type} ${member}`).join(',')
  return { name, layout, typeHash: keccak256(utf8(`${name}(${members})`)) }
}

/** `hashStruct` of EIP-712 for a struct of static members and strings. */
export function hashStruct<T>(type: StructType<T>, value: T, keccak: Keccak256): Hex {
  const words: Word[] = [['bytes32', type.typeHash]]
  for (const [name, wordType] of type.layout) {
    words.push([wordType, value[name] as WordValue, name]) // the layout pairs each member with its type
  }
  return toHex(keccak(layWords(words, keccak)))
}
