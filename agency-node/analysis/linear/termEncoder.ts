import { type Labels, requireSameLength } from '../labels.ts'
import type { Table } from '../table.ts'
import { type CodeOptions, codeColumn } from './codeColumn.ts'
import { type ColumnCode, cellOf, type NumericCode, widthOf, writeTerms } from './columnCode.ts'
import { correlation } from './correlation.ts'
import type { DesignMatrix } from './designMatrix.ts'

export interface EncoderOptions extends CodeOptions {
  /** Of two quantities correlated beyond this, the one that says less about the outcome goes. */
  readonly maxCorrelation: number
}

export const encoderDefaults: EncoderOptions = {
  bends: 2,
  fewValues: 12,
  minimumRows: 15,
  tail: 0.01,
  maxCorrelation: 0.95,
}

/** How the rows of a table become the terms of a regression: the constant 1, then those of each column. Plain JSON. */
export interface TermEncoder {
  readonly codes: readonly ColumnCode[]
}

export function fitEncoder(table: Table, y: Labels, options: EncoderOptions): TermEncoder {
  requireSameLength(y, { length: table.rows }, 'rows')
  const codes = table.columns
    .map((column, at) => codeColumn(column, at, options))
    .filter((code) => code !== null)
  return { codes: withoutTwins(codes, { table, y, most: options.maxCorrelation }) }
}

export function encode({ codes }: TermEncoder, { rows, columns }: Table): DesignMatrix {
  const width = codes.reduce((sum, code) => sum + widthOf(code), 1)
  const values = new Float64Array(rows * width)
  let at = 1
  for (let row = 0; row < rows; row++) values[row * width] = 1
  for (const code of codes) {
    const column = columns[code.column] as Table['columns'][number]
    for (let row = 0; row < rows; row++) {
      writeTerms(code, cellOf(column, row), values, row * width + at)
    }
    at += widthOf(code)
  }
  return { rows, columns: width, values }
}

/** The terms of one row of cells, in the order of the table's columns. */
export function encodeRow({ codes }: TermEncoder, cells: ArrayLike<number>): Float64Array {
  const terms = new Float64Array(codes.reduce((sum, code) => sum + widthOf(code), 1))
  terms[0] = 1
  let at = 1
  for (const code of codes) {
    writeTerms(code, cells[code.column] as number, terms, at)
    at += widthOf(code)
  }
  return terms
}

interface Source {
  readonly table: Table
  readonly y: Labels
  readonly most: number
}

/** Looks at the quantities from the most to the least telling one, ties in the order of columns. */
function withoutTwins(codes: readonly ColumnCode[], { table, y, most }: Source): ColumnCode[] {
  const outcome = Float64Array.from(y)
  const lines = codes
    .filter((code) => code.kind === 'numeric')
    .map((code) => ({ code, line: lineOf(code, table) }))
    .map(({ code, line }) => ({ code, line, tells: Math.abs(correlation(line, outcome)) }))
    .sort((a, b) => b.tells - a.tells)
  const kept: typeof lines = []
  for (const candidate of lines) {
    const isTwin = kept.some(({ line }) => Math.abs(correlation(line, candidate.line)) > most)
    if (!isTwin) kept.push(candidate)
  }
  const left = new Set(kept.map(({ code }) => code))
  return codes.filter((code) => code.kind === 'categorical' || left.has(code))
}

/** The straight term alone. */
function lineOf(code: NumericCode, { columns, rows }: Table): Float64Array {
  const line = new Float64Array(rows)
  const terms = new Float64Array(widthOf(code))
  const column = columns[code.column] as Table['columns'][number]
  for (let row = 0; row < rows; row++) {
    terms.fill(0)
    writeTerms(code, cellOf(column, row), terms, 0)
    line[row] = terms[0] as number
  }
  return line
}
