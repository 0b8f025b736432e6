import { ascendingOrder } from '../ascendingOrder.ts'
import { invalid, type Labels } from '../labels.ts'
import type { BinCounts } from './weightOfEvidence.ts'

/** Fine, ordered groups of equal or neighbouring values, from which the supervised binning chooses its cuts. */
export interface PreBins {
  readonly counts: BinCounts[]
  /** Between group i and i + 1: whole where both neighbours are whole. */
  readonly cuts: number[]
  readonly rows: number
}

/**
 * Groups of roughly equal size; equal values never part, and a value with more rows than a group's share stands alone,
 * so count features with one frequent value keep their resolution (plain quantiles would collapse).
 */
export function preBin(
  column: Float64Array,
  y: Labels,
  { maxGroups, specials }: { readonly maxGroups: number; readonly specials: readonly number[] },
): PreBins {
  const steps = distinctValues(column, y, specials)
  const rows = steps.reduce((sum, step) => sum + step.good + step.bad, 0)
  if (steps.length <= maxGroups)
    return grouped(
      steps.map((step) => [step]),
      rows,
    )
  const target = rows / maxGroups
  const groups: Step[][] = []
  let open: Step[] = []
  let size = 0
  for (const step of steps) {
    const count = step.good + step.bad
    if (open.length > 0 && count >= target) {
      groups.push(open)
      open = []
      size = 0
    }
    open.push(step)
    size += count
    if (size >= target) {
      groups.push(open)
      open = []
      size = 0
    }
  }
  if (open.length > 0) groups.push(open)
  return grouped(groups, rows)
}

interface Step extends BinCounts {
  readonly value: number
}

function distinctValues(column: Float64Array, y: Labels, specials: readonly number[]): Step[] {
  const steps: { value: number; good: number; bad: number }[] = []
  for (const row of ascendingOrder(column.map((value) => (Number.isNaN(value) ? 0 : value)))) {
    const value = column[row] as number
    if (Number.isNaN(value) || specials.includes(value)) continue
    if (!Number.isFinite(value)) throw invalid(`Row ${row} of a column is infinite.`)
    let last = steps.at(-1)
    if (last?.value !== value) {
      last = { value, good: 0, bad: 0 }
      steps.push(last)
    }
    if (y[row] === 1) last.bad++
    else last.good++
  }
  return steps
}

function grouped(groups: readonly (readonly Step[])[], rows: number): PreBins {
  const counts = groups.map((steps) => ({
    good: steps.reduce((sum, step) => sum + step.good, 0),
    bad: steps.reduce((sum, step) => sum + step.bad, 0),
  }))
  const first = groups.map((steps) => (steps[0] as Step).value)
  const last = groups.map((steps) => (steps.at(-1) as Step).value)
  const cuts = first.slice(1).map((above, at) => between(last[at] as number, above))
  return { counts, cuts, rows }
}

function between(below: number, above: number): number {
  const middle = below + (above - below) / 2
  return Number.isInteger(below) && Number.isInteger(above) ? Math.floor(middle) : middle
}
