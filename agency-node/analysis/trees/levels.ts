import { invalid } from '../labels.ts'
import { sortNumbers } from '../sortNumbers.ts'
import {
  type CategoricalColumn,
  type Column,
  missingCategory,
  type NumericColumn,
} from '../table.ts'

/** A row of a column is one byte: there are at most this many levels, those off the scale included. */
export const MAX_LEVELS = 256

/** Quantities in ascending levels 0 .. cuts.length, then one level for each special code, then the missing. */
export interface NumericLevels {
  readonly kind: 'numeric'
  readonly name: string
  /** Ascending; level i holds cuts[i - 1] < value <= cuts[i], the last one everything above. */
  readonly cuts: Float64Array
  readonly specials: readonly number[]
  /** Level of each special code, and last of the missing; what training never saw goes the way of the median. */
  readonly offScale: readonly number[]
  readonly count: number
}

/** One level a category, the rare ones beyond what a byte holds in one; then the missing, unseen ones among them. */
export interface CategoricalLevels {
  readonly kind: 'categorical'
  readonly name: string
  /** Level of each category; of one that training never saw, that of the missing. */
  readonly levelOf: readonly number[]
  /** Where training saw none, the level of its commonest category. */
  readonly missing: number
  readonly count: number
}

export type ColumnLevels = NumericLevels | CategoricalLevels

/** How the rows of a training column fall into levels. */
export function fitLevels(column: Column): ColumnLevels {
  return column.kind === 'numeric' ? numericLevels(column) : categoricalLevels(column)
}

/** Levels from `scaleEnd` on are no quantities: neither above nor below the others. */
export function scaleEnd(levels: ColumnLevels): number {
  return levels.kind === 'numeric' ? levels.cuts.length + 1 : 0
}

/** The level of every row, written to `out` from `at` on, `stride` apart. */
export function writeLevels(
  levels: ColumnLevels,
  column: Column,
  out: Uint8Array,
  { at = 0, stride = 1 }: { readonly at?: number; readonly stride?: number } = {},
): void {
  if (levels.kind === 'numeric') {
    const { values } = column as NumericColumn // a table of the model's shape
    writeQuantities(levels, values, out, { at, stride })
    return
  }
  const { codes } = column as CategoricalColumn // a table of the model's shape
  for (let row = 0, to = at; row < codes.length; row++, to += stride) {
    out[to] = categoryLevel(levels, codes[row] as number)
  }
}

/** The level of a column's first row, for tables of one. */
export function firstLevel(levels: ColumnLevels, column: Column): number {
  return levels.kind === 'numeric'
    ? numericLevel(levels, (column as NumericColumn).values[0] as number)
    : categoryLevel(levels, (column as CategoricalColumn).codes[0] as number)
}

export function categoryLevel({ levelOf, missing }: CategoricalLevels, code: number): number {
  return code === missingCategory ? missing : (levelOf[code] as number)
}

/** The level of one quantity, by bisection. */
export function numericLevel({ cuts, specials, offScale }: NumericLevels, value: number): number {
  if (Number.isNaN(value)) return offScale[specials.length] as number
  for (let k = 0; k < specials.length; k++) if (value === specials[k]) return offScale[k] as number
  return bisect(cuts, value)
}

/** First cut that is not below the value; cuts.length where all are. Halves without a branch, which would be foretold badly. */
function bisect(cuts: Float64Array, value: number): number {
  let low = 0
  let left = cuts.length
  while (left > 0) {
    const half = (left + 1) >> 1
    low += -Number(value > (cuts[low + half - 1] as number)) & half
    left -= half
  }
  return low
}

/**
 * As `numericLevel` for many rows. Values are in no order, so that half of a bisection's branches would be foretold wrongly: this one
 * has none, takes the same eight steps for every value, and begins the next value's meanwhile (a loop takes three times as long).
 */
function writeQuantities(
  { cuts, specials, offScale }: NumericLevels,
  values: Float64Array,
  out: Uint8Array,
  { at, stride }: { readonly at: number; readonly stride: number },
): void {
  const padded = new Float64Array(MAX_LEVELS).fill(Infinity)
  padded.set(cuts)
  const missing = offScale[specials.length] as number
  for (let row = 0, to = at; row < values.length; row++, to += stride) {
    const value = values[row] as number
    let level = Number(value > (padded[127] as number)) << 7
    level += Number(value > (padded[level + 63] as number)) << 6
    level += Number(value > (padded[level + 31] as number)) << 5
    level += Number(value > (padded[level + 15] as number)) << 4
    level += Number(value > (padded[level + 7] as number)) << 3
    level += Number(value > (padded[level + 3] as number)) << 2
    level += Number(value > (padded[level + 1] as number)) << 1
    level += Number(value > (padded[level] as number))
    if (Number.isNaN(value)) level = missing
    for (let k = 0; k < specials.length; k++) {
      if (value === specials[k]) level = offScale[k] as number
    }
    out[to] = level
  }
}

function numericLevels({ name, values, specials }: NumericColumn): NumericLevels {
  if (specials.length > 100) throw invalid(`Column ${name} has more than 100 special codes.`)
  const { regular, seen, isMissingSeen } = regularValues(values, specials)
  sortNumbers(regular)
  const cuts = cutsOf(regular, MAX_LEVELS - specials.length - 1)
  const middle = regular.length === 0 ? 0 : bisect(cuts, regular[regular.length >> 1] as number)
  let count = cuts.length + 1
  const offScale = [...seen, isMissingSeen].map((isSeen) => (isSeen ? count++ : middle))
  return { kind: 'numeric', name, cuts, specials: [...specials], offScale, count }
}

/** The quantities among the values, in their order, and which of the others there are. */
function regularValues(values: Float64Array, specials: readonly number[]) {
  const seen = specials.map(() => false)
  let isMissingSeen = false
  const regular = new Float64Array(values.length)
  let size = 0
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number
    const special = specials.length === 0 ? -1 : specials.indexOf(value)
    if (special !== -1) seen[special] = true
    else if (Number.isNaN(value)) isMissingSeen = true
    else regular[size++] = value
  }
  return { regular: regular.subarray(0, size), seen, isMissingSeen }
}

/** Cuts between neighbouring values; where those are too many, so that every level holds about as many rows. */
function cutsOf(sorted: Float64Array, maxLevels: number): Float64Array {
  const { size, ends } = runsOf(sorted)
  const cuts: number[] = []
  let start = 0
  let levelsLeft = size <= maxLevels ? Infinity : maxLevels
  for (let run = 0; run + 1 < size; run++) {
    const end = ends[run] as number
    const fair = (sorted.length - start) / levelsLeft
    const next = (ends[run + 1] as number) - end
    const isFull = end - start >= fair || end - start + next / 2 > fair
    if (!isFull || levelsLeft === 1) continue
    cuts.push(between(sorted[end - 1] as number, sorted[end] as number))
    start = end
    levelsLeft--
  }
  return Float64Array.from(cuts)
}

/** Where each run of equal values ends. */
function runsOf(sorted: Float64Array): { readonly size: number; readonly ends: Uint32Array } {
  const ends = new Uint32Array(sorted.length)
  let size = 0
  for (let at = 1; at <= sorted.length; at++) {
    if (at === sorted.length || sorted[at] !== sorted[at - 1]) ends[size++] = at
  }
  return { size, ends }
}

/** A number c with low <= c < high, the middle where rounding allows. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle >= low && middle < high ? middle : low
}

function categoricalLevels({ name, codes, categories }: CategoricalColumn): CategoricalLevels {
  const rows = new Float64Array(categories.length)
  let missingRows = 0
  for (const code of codes) {
    if (code === missingCategory) missingRows++
    else rows[code] = (rows[code] as number) + 1
  }
  const seen = Array.from(categories, (_, code) => code).filter((code) => rows[code] !== 0)
  const byRows = seen.toSorted((a, b) => (rows[b] as number) - (rows[a] as number) || a - b)
  const own = new Set(byRows.slice(0, MAX_LEVELS - (byRows.length < MAX_LEVELS ? 1 : 2)))
  const shared = own.size
  const commonest = Array.from(own)
    .sort((a, b) => a - b)
    .indexOf(byRows[0] as number)
  const levelCount = shared + (own.size < seen.length ? 1 : 0)
  const missing = missingRows > 0 ? levelCount : Math.max(0, commonest)
  let next = 0
  const levelOf = Array.from(categories, (_, code) => {
    if (rows[code] === 0) return missing
    return own.has(code) ? next++ : shared
  })
  const count = Math.max(1, missingRows > 0 ? levelCount + 1 : levelCount)
  return { kind: 'categorical', name, levelOf, missing, count }
}
