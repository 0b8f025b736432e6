import { normalQuantile } from '../normal.ts'

/** A share of `of` people with its interval of 95 %. */
export interface Proportion {
  readonly count: number
  readonly of: number
  readonly value: number
  readonly low: number
  readonly high: number
}

/** A figure with its interval of 95 %. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

const z = normalQuantile(0.975)

/** The score interval of Wilson (1927), which holds its level at small counts too; null of nobody. */
export function proportion(count: number, of: number): Proportion | null {
  if (of === 0) return null
  const value = count / of
  const centre = value + (z * z) / (2 * of)
  const spread = z * Math.sqrt((value * (1 - value)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  // At the ends the limit is the share itself; the formula leaves it by a rounding.
  const low = count === 0 ? 0 : (centre - spread) / scale
  const high = count === of ? 1 : (centre + spread) / scale
  return { count, of, value, low, high }
}

/** a - b of two independent shares, by their Wilson limits (Newcombe 1998, method 10). */
export function differenceOf(a: Proportion, b: Proportion): Interval {
  const value = a.value - b.value
  const down = Math.hypot(a.value - a.low, b.high - b.value)
  const up = Math.hypot(a.high - a.value, b.value - b.low)
  return { value, low: value - down, high: value + up }
}

/**
 * a / b of two independent shares on the logarithmic scale, by their Wilson limits (Zou and Donner 2008, MOVER). Null where b is 0;
 * a ratio of 0 reaches down to 0.
 */
export function ratioOf(a: Proportion, b: Proportion): Interval | null {
  if (b.value === 0) return null
  const value = a.value / b.value
  const upB = Math.log(b.high / b.value)
  const downB = Math.log(b.value / b.low)
  if (a.value === 0) return { value, low: 0, high: a.high / b.low }
  const down = Math.hypot(Math.log(a.value / a.low), upB)
  const up = Math.hypot(Math.log(a.high / a.value), downB)
  return { value, low: value * Math.exp(-down), high: value * Math.exp(up) }
}
