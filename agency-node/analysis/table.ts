import { invalid } from './labels.ts'

/** Quantities, one a row; NaN is missing. */
export interface NumericColumn {
  readonly kind: 'numeric'
  readonly name: string
  readonly values: Float64Array
  /** Values that are codes rather than quantities (-9 "no record"): each a class of its own, never compared by size. */
  readonly specials: readonly number[]
}

/** One class a row, as an index into `categories`; `missingCategory` is missing or never seen in training. */
export interface CategoricalColumn {
  readonly kind: 'categorical'
  readonly name: string
  readonly codes: Int32Array
  readonly categories: readonly string[]
}

export type Column = NumericColumn | CategoricalColumn

/** What every model family is fitted on and predicts from: columns of one length, in a fixed order. */
export interface Table {
  readonly rows: number
  readonly columns: readonly Column[]
}

export const missingCategory = -1

/** Refuses columns of another length, names given twice, infinities, and codes outside the categories. */
export function tableOf(columns: readonly Column[]): Table {
  const rows = columns[0] === undefined ? 0 : lengthOf(columns[0])
  const names = new Set<string>()
  for (const column of columns) {
    if (names.has(column.name)) throw invalid(`There are two columns named ${column.name}.`)
    names.add(column.name)
    if (lengthOf(column) !== rows) {
      throw invalid(`Column ${column.name} has ${lengthOf(column)} rows, not ${rows}.`)
    }
    requireSound(column)
  }
  return { rows, columns }
}

/** The same columns with these rows alone, in the order given. */
export function takeRows({ columns }: Table, rows: ArrayLike<number>): Table {
  return {
    rows: rows.length,
    columns: columns.map((column) =>
      column.kind === 'numeric'
        ? {
            ...column,
            values: Float64Array.from(rows, (row) => column.values[row] as number),
          }
        : {
            ...column,
            codes: Int32Array.from(rows, (row) => column.codes[row] as number),
          },
    ),
  }
}

function lengthOf(column: Column): number {
  return column.kind === 'numeric' ? column.values.length : column.codes.length
}

function requireSound(column: Column): void {
  if (column.kind === 'numeric') {
    const bad = column.values.findIndex((value) => value === Infinity || value === -Infinity)
    if (bad !== -1) throw invalid(`Row ${bad} of ${column.name} is infinite.`)
    return
  }
  const { codes, categories, name } = column
  const bad = codes.findIndex((code) => code < missingCategory || code >= categories.length)
  if (bad !== -1) throw invalid(`Row ${bad} of ${name} names no category.`)
}
