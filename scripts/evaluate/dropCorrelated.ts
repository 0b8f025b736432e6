import { correlation } from '@creditmesh/agency-node/analysis/linear/correlation.ts'
import { type Column, type Table, takeRows } from '@creditmesh/agency-node/analysis/table.ts'

/**
 * The names of the columns that stay: constant ones go, and of two numeric columns whose correlation on the training rows is above
 * `most` in size, the later one. Missing cells count as the column's mean; categories stay. The paper removes "highly
 * correlated variables" and names no threshold.
 */
export function dropCorrelated(table: Table, train: ArrayLike<number>, most = 0.95): string[] {
  const kept: { readonly name: string; readonly values: Float64Array }[] = []
  const names: string[] = []
  for (const column of takeRows(table, train).columns) {
    if (column.kind === 'categorical') {
      names.push(column.name)
      continue
    }
    const values = filled(column.values)
    if (values.every((value) => value === values[0])) continue
    const isRepeated = kept.some((other) => Math.abs(correlation(other.values, values)) > most)
    if (isRepeated) continue
    kept.push({ name: column.name, values })
    names.push(column.name)
  }
  return names
}

/** The table with these columns alone, in its own order. */
export function pickColumns({ rows, columns }: Table, names: readonly string[]): Table {
  const wanted = new Set(names)
  return { rows, columns: columns.filter(({ name }: Column) => wanted.has(name)) }
}

function filled(values: Float64Array): Float64Array {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  const mean = count === 0 ? 0 : sum / count
  return values.map((value) => (Number.isNaN(value) ? mean : value))
}
