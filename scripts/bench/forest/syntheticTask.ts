import { takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { syntheticTable } from './syntheticTable.ts'
import type { Task } from './writeTables.ts'

/** As many rows to judge by as to train on: 22,000 x 300 as in the paper's population, or a small one. */
export function syntheticTask(isQuick: boolean): Task {
  const rows = isQuick ? 1_000 : 22_000
  const { table, y } = syntheticTable({ rows: 2 * rows, columns: isQuick ? 60 : 300, seed: 1 })
  const part = (from: number) => ({
    table: takeRows(
      table,
      Uint32Array.from({ length: rows }, (_, row) => from + row),
    ),
    y: y.slice(from, from + rows),
  })
  return { train: part(0), test: part(rows) }
}
