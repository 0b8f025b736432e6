import { type Column, missingCategory } from '../table.ts'

/** How a numeric column becomes terms: its value, what bends the line, one indicator a frequent special code, one for gaps. */
export interface NumericCode {
  readonly kind: 'numeric'
  /** Place in the table. */
  readonly column: number
  /** Values beyond these count as these: a row far out must not steer the line. */
  readonly low: number
  readonly high: number
  readonly mean: number
  readonly deviation: number
  /** Where the line may bend: a term max(0, value - knot) each. */
  readonly knots: readonly number[]
  /** Values with an indicator beside the line, in columns of few values. */
  readonly levels: readonly number[]
  readonly specials: readonly number[]
  /** Special codes too rare for an indicator: they count as gaps. */
  readonly rare: readonly number[]
  readonly hasMissing: boolean
  /** Training means of value, bends and levels: what a gap or a rare special code counts as. */
  readonly fill: readonly number[]
}

/** One indicator a frequent category but the most frequent one, one for the rare ones together, one for gaps. */
export interface CategoricalCode {
  readonly kind: 'categorical'
  readonly column: number
  /** Codes with an indicator of their own. */
  readonly levels: readonly number[]
  /** Codes that share one; empty: there is none. */
  readonly rare: readonly number[]
  /** The most frequent code: all indicators 0. */
  readonly reference: number
  readonly hasMissing: boolean
  /** Training means of the indicators: what a category counts as that training never saw. */
  readonly fill: readonly number[]
}

export type ColumnCode = NumericCode | CategoricalCode

export function widthOf(code: ColumnCode): number {
  const gap = code.hasMissing ? 1 : 0
  if (code.kind === 'categorical') return code.levels.length + (code.rare.length > 0 ? 1 : 0) + gap
  return shapeWidth(code) + code.specials.length + gap
}

function shapeWidth({ knots, levels }: NumericCode): number {
  return 1 + knots.length + levels.length
}

/** The cell of a row: a quantity or the code of a category; NaN and `missingCategory` are missing. */
export function cellOf(column: Column, row: number): number {
  return (column.kind === 'numeric' ? column.values[row] : column.codes[row]) as number
}

/** Writes the terms of a cell into zeros, from `at` on. */
export function writeTerms(code: ColumnCode, cell: number, out: Float64Array, at: number): void {
  if (code.kind === 'categorical') writeCategory(code, cell, out, at)
  else writeNumber(code, cell, out, at)
}

function writeNumber(code: NumericCode, cell: number, out: Float64Array, at: number): void {
  const shape = shapeWidth(code)
  const special = code.specials.indexOf(cell)
  const isGap = Number.isNaN(cell) || code.rare.includes(cell)
  if (special === -1 && !isGap) writeShape(code, cell, out, at)
  else out.set(code.fill, at)
  if (special !== -1) out[at + shape + special] = 1
  else if (isGap && code.hasMissing) out[at + shape + code.specials.length] = 1
}

function writeShape(code: NumericCode, cell: number, out: Float64Array, at: number): void {
  const { low, high, mean, deviation, knots, levels } = code
  const value = Math.min(Math.max(cell, low), high)
  out[at] = (value - mean) / deviation
  for (let k = 0; k < knots.length; k++) {
    const beyond = value - (knots[k] as number)
    if (beyond > 0) out[at + 1 + k] = beyond / deviation
  }
  const level = levels.indexOf(cell)
  if (level !== -1) out[at + 1 + knots.length + level] = 1
}

function writeCategory(code: CategoricalCode, cell: number, out: Float64Array, at: number): void {
  const { levels, rare, reference, hasMissing, fill } = code
  if (cell === reference) return
  const level = levels.indexOf(cell)
  if (level !== -1) out[at + level] = 1
  else if (rare.includes(cell)) out[at + levels.length] = 1
  else if (cell === missingCategory && hasMissing) out[at + widthOf(code) - 1] = 1
  else out.set(fill, at)
}
