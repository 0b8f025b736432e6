/** The next number in [0, 1); 32 random bits. */
export type Random = () => number

/** The generator sfc32 (Chris Doty-Humphrey, PractRand): small, fast, the same on every machine. Not for secrets. */
export function seededRandom(seed: number): Random {
  let a = 0
  let b = seed | 0
  let c = Math.floor(seed / 2 ** 32) | 0
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

/** A whole number in [0, bound), bound at most 2^32. */
export function randomBelow(random: Random, bound: number): number {
  return Math.floor(random() * bound)
}
