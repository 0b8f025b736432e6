/** Values of a distribution at `levels`; never its extremes, which would be single people's values. */
export type Quantiles = readonly number[]

export const levels: readonly number[] = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

/** The value at level u: straight lines between the known levels, constant outside. */
export function valueAt(quantiles: Quantiles, u: number): number {
  const above = levels.findIndex((level) => level >= u)
  if (above === 0) return quantiles[0] ?? 0
  if (above < 0) return quantiles.at(-1) ?? 0
  const [low = 0, high = 1] = [levels[above - 1], levels[above]]
  const [from = 0, to = 0] = [quantiles[above - 1], quantiles[above]]
  return from + ((u - low) / (high - low)) * (to - from)
}

/** The quantiles of a sample; null if it is too small to say anything about a group rather than about people. */
export function quantilesOf(sample: readonly number[], smallest = 40): Quantiles | null {
  if (sample.length < smallest) return null
  const sorted = Float64Array.from(sample).sort()
  return levels.map((level) => round(sorted[Math.floor(level * (sorted.length - 1))] ?? 0))
}

/** Four decimals: enough for a rate, too few for a person. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
