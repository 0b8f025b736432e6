/** The middle of the values, the lower of two middles; never a value that was not measured. Throws on none. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** Nearest-rank percentile: the least value that `percent` of all values do not exceed. Throws on none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  const value = sorted[rank - 1]
  if (value === undefined) throw new RangeError('no values to rank')
  return value
}
