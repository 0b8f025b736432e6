import type { Column, Table } from '../table.ts'
import { type ColumnLevels, firstLevel, fitLevels, writeLevels } from './levels.ts'

/** The levels of a training table, one byte a row, column after column. */
export interface BinnedTable {
  readonly rows: number
  readonly levels: readonly ColumnLevels[]
  readonly columns: readonly Uint8Array[]
}

/** Computes levels and bytes once for all trees. `allocate` may give shared memory. */
export function binTable(
  table: Table,
  allocate: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes),
): BinnedTable {
  const bytes = allocate(table.rows * table.columns.length)
  const levels = table.columns.map(fitLevels)
  return binnedTable(table.rows, levels, fill(table, levels, bytes))
}

/** The same over bytes that were filled before, in another thread. */
export function binnedTable(
  rows: number,
  levels: readonly ColumnLevels[],
  bytes: Uint8Array,
): BinnedTable {
  const columns = levels.map((_, at) => bytes.subarray(at * rows, (at + 1) * rows))
  return { rows, levels, columns }
}

function fill(table: Table, levels: readonly ColumnLevels[], bytes: Uint8Array): Uint8Array {
  table.columns.forEach((column, at) => {
    writeLevels(levels[at] as ColumnLevels, column, bytes, { at: at * table.rows })
  })
  return bytes
}

/** The levels of a table that a model predicts, row after row. */
export function binRows(
  levels: readonly ColumnLevels[],
  table: Table,
  allocate: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes),
): Uint8Array {
  const stride = levels.length
  const out = allocate(table.rows * stride)
  for (let at = 0; at < stride; at++) {
    const column = table.columns[at] as Column
    if (table.rows === 1) out[at] = firstLevel(levels[at] as ColumnLevels, column)
    else writeLevels(levels[at] as ColumnLevels, column, out, { at, stride })
  }
  return out
}
