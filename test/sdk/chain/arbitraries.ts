import type { StructType } from '@creditmesh/sdk/chain/structHash.ts'
import type { WordType } from '@creditmesh/sdk/chain/words.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import fc from 'fast-check'

/** Any value of a struct: every member anywhere in the range of its type. */
export function anyStruct<T>(type: StructType<T>): fc.Arbitrary<T> {
  const members = type.layout.map(([name, wordType]) => [name, anyWord(wordType)])
  return fc.record(Object.fromEntries(members)) as unknown as fc.Arbitrary<T> // by its own layout
}

export function anyHex(length: number): fc.Arbitrary<`0x${string}`> {
  return fc.uint8Array({ minLength: length, maxLength: length }).map(toHex)
}

function anyWord(type: WordType): fc.Arbitrary<unknown> {
  if (type === 'address') return anyHex(20)
  if (type === 'bytes32') return anyHex(32)
  if (type === 'string') return fc.string({ unit: 'grapheme' })
  if (type === 'bool') return fc.boolean()
  const bits = Number(type.slice(4))
  if (bits > 48) return fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
  return fc.maxSafeNat().map((value) => value % 2 ** bits)
}
