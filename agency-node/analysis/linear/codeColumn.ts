import { ascendingOrder } from '../ascendingOrder.ts'
import {
  type CategoricalColumn,
  type Column,
  missingCategory,
  type NumericColumn,
} from '../table.ts'
import {
  type CategoricalCode,
  type ColumnCode,
  type NumericCode,
  widthOf,
  writeTerms,
} from './columnCode.ts'

export interface CodeOptions {
  /** Places where the line of a quantity may bend, at its quantiles; 0 keeps it straight. */
  readonly bends: number
  /** Columns of at most so many values get an indicator a value instead, when lines may bend. */
  readonly fewValues: number
  /** A category, value, special code or gap needs as many rows to have a term of its own. */
  readonly minimumRows: number
  /** The share of rows at either end whose values are drawn in. */
  readonly tail: number
}

/** How a column becomes terms; null where training shows nothing but one value. */
export function codeColumn(column: Column, at: number, options: CodeOptions): ColumnCode | null {
  const code =
    column.kind === 'numeric'
      ? codeNumbers(column, at, options)
      : codeCategories(column, at, options)
  return code === null || widthOf(code) === 0 ? null : code
}

/** Null where no two regular values differ, unless a gap or a special code tells something. */
function codeNumbers(
  { values, specials }: NumericColumn,
  column: number,
  options: CodeOptions,
): NumericCode | null {
  const known = values.filter((value) => !Number.isNaN(value) && !specials.includes(value))
  const sorted = Float64Array.from(ascendingOrder(known), (row) => known[row] as number)
  const specialRows = specials.map((special) => count(values, special))
  const isFrequent = (_: number, at: number) => (specialRows[at] as number) >= options.minimumRows
  const frequent = specials.filter(isFrequent)
  const gaps = values.length - known.length - sum(specialRows.filter(isFrequent))
  const hasMissing = gaps >= options.minimumRows && gaps < values.length
  const ends = endsOf(sorted, options.tail)
  const { mean, deviation } = momentsOf(known, ends)
  if (deviation === 0 && frequent.length === 0 && !hasMissing) return null
  const shape = deviation === 0 ? straight : shapeOfLine(sorted, ends, options)
  const plain: NumericCode = {
    ...{ kind: 'numeric', column, ...ends, mean, deviation: deviation || 1, ...shape },
    ...{ specials: [], rare: [], hasMissing: false, fill: [] },
  }
  const fill = meansOf(plain, known)
  const rare = specials.filter((special) => !frequent.includes(special))
  return { ...plain, specials: frequent, rare, hasMissing, fill }
}

const straight = { knots: [], levels: [] } as const

function count(values: Float64Array, wanted: number): number {
  return values.reduce((sum, value) => (value === wanted ? sum + 1 : sum), 0)
}

/** Of ascending values; 0 where there are none. */
function quantile(sorted: Float64Array, share: number): number {
  const last = sorted.length - 1
  return sorted[Math.min(last, Math.max(0, Math.round(share * last)))] ?? 0
}

interface Ends {
  readonly low: number
  readonly high: number
}

/** The whole range where nearly all values are equal: the few others are then what the column tells. */
function endsOf(sorted: Float64Array, tail: number): Ends {
  const low = quantile(sorted, tail)
  const high = quantile(sorted, 1 - tail)
  return low < high ? { low, high } : { low: quantile(sorted, 0), high: quantile(sorted, 1) }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, one) => total + one, 0)
}

/** In units of the larger end, so that squares of great values do not overflow. */
function momentsOf(known: Float64Array, { low, high }: Ends) {
  if (known.length === 0 || low === high) return { mean: low, deviation: 0 }
  const unit = Math.max(Math.abs(low), Math.abs(high))
  const drawn = known.map((value) => Math.min(Math.max(value, low), high) / unit)
  const mean = drawn.reduce((total, value) => total + value, 0) / drawn.length
  const squares = drawn.reduce((total, value) => total + (value - mean) ** 2, 0)
  return { mean: mean * unit, deviation: Math.sqrt(squares / drawn.length) * unit }
}

function shapeOfLine(
  sorted: Float64Array,
  { low, high }: Ends,
  { bends, fewValues, minimumRows }: CodeOptions,
): Pick<NumericCode, 'knots' | 'levels'> {
  if (bends === 0) return straight
  const runs = runsOf(sorted, fewValues)
  if (runs !== null) {
    return {
      knots: [],
      levels: runs.filter((run) => run.rows >= minimumRows).map((run) => run.value),
    }
  }
  const places = Array.from({ length: bends }, (_, k) => quantile(sorted, (k + 1) / (bends + 1)))
  const knots = [...new Set(places)].filter((knot) => knot > low && knot < high)
  return { knots, levels: [] }
}

/** The different values with their rows; null if they are more than `most`, or two only, which a line joins anyway. */
function runsOf(sorted: Float64Array, most: number) {
  const runs: { value: number; rows: number }[] = []
  for (const value of sorted) {
    const last = runs.at(-1)
    if (last?.value === value) last.rows++
    else if (runs.push({ value, rows: 1 }) > most) return null
  }
  return runs.length > 2 ? runs : []
}

function codeCategories(
  { codes, categories }: CategoricalColumn,
  column: number,
  { minimumRows }: CodeOptions,
): CategoricalCode | null {
  const rows = new Int32Array(categories.length)
  let missing = 0
  for (const code of codes) {
    if (code === missingCategory) missing++
    else rows[code] = (rows[code] as number) + 1
  }
  const reference = rows.indexOf(rows.reduce((most, count) => Math.max(most, count), 0))
  const others = Array.from(rows.keys()).filter((code) => code !== reference)
  const levels = others.filter((code) => (rows[code] as number) >= minimumRows)
  const few = others.filter((code) => !levels.includes(code) && (rows[code] as number) > 0)
  const isEnough = few.reduce((sum, code) => sum + (rows[code] as number), 0) >= minimumRows
  const hasMissing = missing >= minimumRows && missing < codes.length
  const plain: CategoricalCode = {
    ...{ kind: 'categorical', column, levels, rare: isEnough ? few : [], reference, hasMissing },
    fill: [],
  }
  return { ...plain, fill: meansOf({ ...plain, fill: zeros(plain) }, codes) }
}

function zeros(code: ColumnCode): number[] {
  return new Array<number>(widthOf(code)).fill(0)
}

/** Means of the terms over these cells. */
function meansOf(code: ColumnCode, cells: Float64Array | Int32Array): number[] {
  const sums = new Float64Array(widthOf(code))
  const terms = new Float64Array(widthOf(code))
  for (const cell of cells) {
    terms.fill(0)
    writeTerms(code, cell, terms, 0)
    for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) + (terms[k] as number)
  }
  return Array.from(sums, (sum) => (cells.length === 0 ? 0 : sum / cells.length))
}
