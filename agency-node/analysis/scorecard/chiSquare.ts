/**
 * P(X > statistic) for X chi-square with the given degrees of freedom: the regularised upper incomplete gamma
 * function Q(k/2, x/2), by its series below k/2 + 1 and by Lentz's continued fraction above (DLMF 8.11.4, 8.9.2).
 */
export function chiSquareTail(statistic: number, degreesOfFreedom: number): number {
  if (!(statistic > 0)) return 1
  if (statistic === Number.POSITIVE_INFINITY) return 0
  const a = degreesOfFreedom / 2
  const x = statistic / 2
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x)
}

const PRECISION = 1e-16
const TERMS = 10_000

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < TERMS && term > sum * PRECISION; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

function upperFraction(a: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let value = d
  for (let n = 1; n < TERMS; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / nonZero(numerator * d + b, tiny)
    c = nonZero(b + numerator / c, tiny)
    const factor = c * d
    value *= factor
    if (Math.abs(factor - 1) < PRECISION) break
  }
  return value
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** ln Gamma(a) for a > 0: shifted up to 10, then Stirling's series (DLMF 5.11.1), error below 1e-15. */
export function logGamma(a: number): number {
  let shift = 0
  let z = a
  while (z < 10) {
    shift += Math.log(z)
    z += 1
  }
  const inverse = 1 / z
  const square = inverse * inverse
  const series =
    inverse *
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift
}
