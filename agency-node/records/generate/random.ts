import { createHash } from 'node:crypto'

/** A reproducible source of uniform numbers in [0, 1). */
export type Random = () => number

/** xoshiro128** (Blackman and Vigna 2018), seeded by the SHA-256 of a text: the same seed gives the same people. */
export function createRandom(seed: string): Random {
  const digest = createHash('sha256').update(`creditmesh/generate/1|${seed}`).digest()
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ] // four offsets give four words
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result / 2 ** 32
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** The index that u falls on, where `weights` are proportional to the chances. */
export function choose(weights: readonly number[], u: number): number {
  let rest = u * weights.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < weights.length; i += 1) {
    rest -= weights[i] ?? 0
    if (rest < 0) return i
  }
  return Math.max(
    0,
    weights.findLastIndex((weight) => weight > 0),
  )
}

export function chooseFrom<T>(values: readonly T[], random: Random): T {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new RangeError('nothing to choose from')
  return value
}
