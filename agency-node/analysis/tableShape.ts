import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type Column, missingCategory, type Table, tableOf } from './table.ts'

/** What a model remembers of a column it was fitted on: all but the rows. Plain JSON. */
export type ColumnShape =
  | { readonly kind: 'numeric'; readonly name: string; readonly specials: readonly number[] }
  | { readonly kind: 'categorical'; readonly name: string; readonly categories: readonly string[] }

/** The columns of a table in their order. */
export type TableShape = readonly ColumnShape[]

export function shapeOf({ columns }: Table): TableShape {
  return columns.map((column) =>
    column.kind === 'numeric'
      ? { kind: 'numeric', name: column.name, specials: [...column.specials] }
      : { kind: 'categorical', name: column.name, categories: [...column.categories] },
  )
}

/**
 * Refuses a table whose columns are not those of the shape, in order: name, kind, special codes, categories. Throws
 * `model.features_mismatch` naming the first column that differs.
 */
export function requireShape(shape: TableShape, { columns }: Table): void {
  const differs = shape.findIndex((wanted, at) => !isSame(wanted, columns[at]))
  if (differs !== -1) throw mismatch(`Column ${shape[differs]?.name} is missing or of another kind`)
  if (columns.length > shape.length) {
    throw mismatch(`Column ${columns[shape.length]?.name} is none of the model's`)
  }
}

/**
 * The same table as the model knows it: its columns alone, in its order, categories by their words; one that training
 * never saw becomes missing. Throws `model.features_mismatch` where a column is absent or of another kind.
 */
export function alignTo(shape: TableShape, { columns }: Table): Table {
  const byName = new Map(columns.map((column) => [column.name, column]))
  return tableOf(shape.map((wanted) => alignColumn(wanted, byName.get(wanted.name))))
}

function alignColumn(wanted: ColumnShape, column: Column | undefined): Column {
  if (wanted.kind === 'numeric' && column?.kind === 'numeric') {
    return { ...column, specials: wanted.specials }
  }
  if (wanted.kind === 'categorical' && column?.kind === 'categorical') {
    const known = new Map(wanted.categories.map((category, code) => [category, code]))
    const recoded = column.categories.map((category) => known.get(category) ?? missingCategory)
    const codes = column.codes.map((code) => recoded[code] ?? missingCategory)
    return { ...column, codes, categories: wanted.categories }
  }
  throw mismatch(`Column ${wanted.name} is missing or of another kind`)
}

function isSame(wanted: ColumnShape, column: Column | undefined): boolean {
  if (column?.name !== wanted.name) return false
  if (wanted.kind === 'numeric') {
    return column.kind === 'numeric' && isEqual(wanted.specials, column.specials)
  }
  return column.kind === 'categorical' && isEqual(wanted.categories, column.categories)
}

function isEqual<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((value, at) => value === b[at]))
}

function mismatch(detail: string): MeshError {
  return new MeshError('model.features_mismatch', { detail })
}
