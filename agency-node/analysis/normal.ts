import { invalid } from './labels.ts'

/** Phi(x), the standard normal distribution function, relative error below 1e-12 in both tails. */
export function normalCdf(x: number): number {
  return x <= 0 ? upperTail(-x) : 1 - upperTail(x)
}

/** 1 - Phi(x), without the loss of digits of the subtraction. */
export function normalTail(x: number): number {
  return x >= 0 ? upperTail(x) : 1 - upperTail(-x)
}

/**
 * The x with Phi(x) = p, for 0 < p < 1: a rational start (Abramowitz and Stegun 26.2.23, error below 4.5e-4), then Halley's
 * steps on the tail, which keep the relative precision of small p.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw invalid('A quantile needs a probability between 0 and 1.')
  return p <= 0.5 ? -tailQuantile(p) : tailQuantile(1 - p)
}

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)
/** Below, the series has few terms; above, the continued fraction. */
const SERIES_UP_TO = 2.5

function density(x: number): number {
  return Math.exp((-x * x) / 2) / ROOT_TWO_PI
}

/** 1 - Phi(x) for x >= 0. */
function upperTail(x: number): number {
  if (Number.isNaN(x)) throw invalid('The normal distribution is asked for no number.')
  if (x === Number.POSITIVE_INFINITY) return 0
  return x < SERIES_UP_TO ? 0.5 - density(x) * oddSeries(x) : density(x) * millsRatio(x)
}

/** x + x^3 / 3 + x^5 / (3 5) + ... (Abramowitz and Stegun 26.2.11). */
function oddSeries(x: number): number {
  let term = x
  let sum = x
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return sum
}

/** 1 / (x + 1 / (x + 2 / (x + 3 / ...))) (Abramowitz and Stegun 26.2.14), from a depth that no longer matters. */
function millsRatio(x: number): number {
  let value = x
  for (let depth = Math.ceil(30 + 800 / (x * x)); depth >= 1; depth--) value = x + depth / value
  return 1 / value
}

/** The x >= 0 with 1 - Phi(x) = tail, for 0 < tail <= 1/2. */
function tailQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  let x = Math.max(0, t - above / below)
  for (let step = 0; step < 4; step++) {
    const gap = (upperTail(x) - tail) / density(x)
    x += gap / (1 - (x * gap) / 2)
  }
  return x
}
