import { MeshError } from '@creditmesh/sdk/errors.ts'
import { invalid } from '../labels.ts'

/**
 * How the numbers of a sum travel: whole numbers in 64 bits, or real ones in 128 bits of which 40 are the fraction (money
 * squared, summed over a nation, still fits; the smallest step is 9e-13). Sums are taken modulo 2^64 or 2^128, so that a
 * mask drawn evenly over all residues hides a number completely.
 */
export type NumberKind = 'count' | 'real'

/** Little-endian 32-bit words, `wordsOf(kind)` to a number. */
export type Words = Uint32Array<ArrayBuffer>

const wordCount = { count: 2, real: 4 } as const
const fraction = 2 ** 40
/** What one party may contribute: with up to 2^16 parties no sum reaches the sign. */
const largest = { count: 2 ** 46, real: 2 ** 70 } as const

export function wordsOf(kind: NumberKind): number {
  return wordCount[kind]
}

/** Throws `analysis.invalid_input` for what is not finite, not whole (counts), or too large to be summed safely. */
export function encodeNumbers(values: Float64Array, kind: NumberKind): Words {
  const width = wordCount[kind]
  const words = new Uint32Array(values.length * width)
  values.forEach((value, at) => {
    if (!(Math.abs(value) <= largest[kind]))
      throw invalid(`Number ${at} of an answer is too large.`)
    if (kind === 'count' && !Number.isInteger(value)) throw invalid(`Count ${at} is not whole.`)
    let rest = BigInt(kind === 'count' ? value : Math.round(value * fraction))
    for (let word = 0; word < width; word++) {
      words[at * width + word] = Number(BigInt.asUintN(32, rest))
      rest >>= 32n
    }
  })
  return words
}

/** The numbers of a sum, signed. */
export function decodeNumbers(words: Words, kind: NumberKind): Float64Array {
  const width = wordCount[kind]
  if (words.length % width !== 0) throw invalid('A sum ends within a number.')
  return Float64Array.from({ length: words.length / width }, (_, at) => {
    let whole = 0n
    for (let word = width - 1; word >= 0; word--) {
      whole = (whole << 32n) | BigInt(words[at * width + word] as number)
    }
    const signed = Number(BigInt.asIntN(32 * width, whole))
    return kind === 'count' ? signed : signed / fraction
  })
}

/** Adds (or takes away) `change` in place, number by number, modulo 2^64 or 2^128. */
export function addWords(to: Words, change: Words, kind: NumberKind, sign: 1 | -1 = 1): void {
  if (change.length !== to.length)
    throw new MeshError('joint.protocol', { details: { check: 'length' } })
  const width = wordCount[kind]
  for (let at = 0; at < to.length; at += width) {
    let carry = 0
    for (let word = at; word < at + width; word++) {
      const value = (to[word] as number) + sign * (change[word] as number) + carry
      to[word] = value
      carry = Math.floor(value / 2 ** 32)
    }
  }
}

/** The same words as bytes, little-endian on every machine. */
export function toBytes(words: Words): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(words.length * 4)
  const view = new DataView(bytes.buffer)
  words.forEach((word, at) => {
    view.setUint32(at * 4, word, true)
  })
  return bytes
}

/** Throws `joint.protocol` unless there are exactly `count` numbers. */
export function fromBytes(bytes: Uint8Array, count: number, kind: NumberKind): Words {
  const length = count * wordCount[kind]
  if (bytes.length !== length * 4)
    throw new MeshError('joint.protocol', { details: { check: 'length' } })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length }, (_, at) => view.getUint32(at * 4, true))
}
