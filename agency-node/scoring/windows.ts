import type { Cell } from '../analysis/scorecard/binning.ts'

/** The values of the last months that are known; index 0 is the anchor month. */
export function knownIn(values: readonly Cell[], months: number): number[] {
  return values.slice(0, months).filter((value) => value !== null)
}

/** Each of these is null where no month of the window is known. */
export function highest(values: readonly Cell[], months: number): Cell {
  const known = knownIn(values, months)
  return known.length === 0 ? null : Math.max(...known)
}

export function lowest(values: readonly Cell[], months: number): Cell {
  const known = knownIn(values, months)
  return known.length === 0 ? null : Math.min(...known)
}

export function total(values: readonly Cell[], months: number): Cell {
  const known = knownIn(values, months)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}

/** Mean of the known months, rounded up: 0 only where every month is (for values that are never negative). */
export function mean(values: readonly Cell[], months: number): Cell {
  const known = knownIn(values, months)
  if (known.length === 0) return null
  return Math.ceil(known.reduce((sum, value) => sum + value, 0) / known.length)
}

export function countWhere(
  values: readonly Cell[],
  months: number,
  isCounted: (value: number) => boolean,
): Cell {
  const known = knownIn(values, months)
  return known.length === 0 ? null : known.filter(isCounted).length
}
