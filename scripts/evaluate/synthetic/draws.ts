import type { Random } from '@creditmesh/agency-node/analysis/random.ts'

/** A standard normal number (Box and Muller 1958; the second of each pair is thrown away). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** A Poisson count by multiplying uniforms (Knuth); made for means below about 30. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean)
  let product = random()
  let count = 0
  while (product > limit) {
    product *= random()
    count += 1
  }
  return count
}

/** Draws indices in proportion to fixed weights, by bisection of their running sums. */
export function weightedDraw(weights: ArrayLike<number>): (random: Random) => number {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (let at = 0; at < weights.length; at++) {
    sum += weights[at] as number
    sums[at] = sum
  }
  return (random) => {
    const aim = random() * sum
    let low = 0
    let high = weights.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] as number) <= aim) low = middle + 1
      else high = middle
    }
    return low
  }
}
