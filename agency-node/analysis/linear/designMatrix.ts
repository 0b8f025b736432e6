import { invalid } from '../labels.ts'

/** A table of numbers, row by row, without the intercept. */
export interface DesignMatrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

export function designMatrix(rows: readonly ArrayLike<number>[]): DesignMatrix {
  const columns = rows[0]?.length ?? 0
  const values = new Float64Array(rows.length * columns)
  rows.forEach((row, index) => {
    if (row.length !== columns) throw invalid(`Row ${index} has ${row.length} columns.`)
    values.set(row, index * columns)
  })
  return checked({ rows: rows.length, columns, values })
}

/** Columns side by side, each of the same length. */
export function fromColumns(columns: readonly Float64Array[]): DesignMatrix {
  const rows = columns[0]?.length ?? 0
  const values = new Float64Array(rows * columns.length)
  columns.forEach((column, index) => {
    if (column.length !== rows) throw invalid(`Column ${index} has ${column.length} rows.`)
    for (let row = 0; row < rows; row++)
      values[row * columns.length + index] = column[row] as number
  })
  return checked({ rows, columns: columns.length, values })
}

function checked(matrix: DesignMatrix): DesignMatrix {
  const bad = matrix.values.findIndex((value) => !Number.isFinite(value))
  if (bad === -1) return matrix
  const row = Math.floor(bad / matrix.columns)
  throw invalid(`Row ${row}, column ${bad % matrix.columns} is not a finite number.`)
}

/** Below, the squares of a column that varies have lost their digits. */
const LEAST_SQUARES = 1e-290

/** The same table with each column at mean 0 and standard deviation 1, and what was taken off. */
export interface Standardised {
  readonly matrix: DesignMatrix
  readonly mean: Float64Array
  /** 0 for a constant column, which is left at 0 throughout. */
  readonly deviation: Float64Array
}

export function standardise({ rows, columns, values }: DesignMatrix): Standardised {
  const mean = new Float64Array(columns)
  const deviation = new Float64Array(columns)
  const scaled = new Float64Array(values.length)
  for (let column = 0; column < columns; column++) {
    const first = values[column] as number
    let sum = 0
    let isConstant = true
    for (let at = column; at < values.length; at += columns) {
      sum += (values[at] as number) / rows
      if (values[at] !== first) isConstant = false
    }
    mean[column] = sum
    if (isConstant) continue
    let squares = 0
    for (let at = column; at < values.length; at += columns)
      squares += ((values[at] as number) - sum) ** 2
    const spread = Math.sqrt(squares / rows)
    if (!(squares > LEAST_SQUARES && squares < Infinity)) {
      throw invalid(`The values of column ${column} are too large or too close to 0 to be squared.`)
    }
    deviation[column] = spread
    for (let at = column; at < values.length; at += columns) {
      scaled[at] = ((values[at] as number) - sum) / spread
    }
  }
  return { matrix: { rows, columns, values: scaled }, mean, deviation }
}
