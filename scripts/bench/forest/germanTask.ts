import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { splitByHash } from '@creditmesh/agency-node/analysis/split.ts'
import { type Column, tableOf, takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import type { Labelled, Task } from './writeTables.ts'

const file = resolve(import.meta.dirname, '../../../../shared/data/german/german.data')
const numeric = new Set([2, 5, 8, 11, 13, 16, 18])

/** German Credit (UCI 144) by the first split of the design; null where the public data are not beside the repository. */
export function germanTask(): Task | null {
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter((cells) => cells.length === 21)
  const columns = Array.from({ length: 20 }, (_, at) => columnOf(rows, at))
  const all = { table: tableOf(columns), y: Uint8Array.from(rows, (row) => Number(row[20]) - 1) }
  const { train, test } = splitByHash(all.y, 'german')
  return { train: take(all, train), test: take(all, test) }
}

function columnOf(rows: readonly string[][], at: number): Column {
  const cells = rows.map((row) => row[at] as string) // 21 cells each
  const name = `a${at + 1}`
  if (numeric.has(at + 1)) {
    return { kind: 'numeric', name, values: Float64Array.from(cells, Number), specials: [] }
  }
  const categories = [...new Set(cells)].sort()
  const codes = Int32Array.from(cells, (cell) => categories.indexOf(cell))
  return { kind: 'categorical', name, codes, categories }
}

function take({ table, y }: Labelled, rows: Uint32Array): Labelled {
  return { table: takeRows(table, rows), y: Uint8Array.from(rows, (row) => y[row] as number) }
}
