import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Table } from '@creditmesh/agency-node/analysis/table.ts'

export interface Labelled {
  readonly table: Table
  readonly y: Uint8Array
}

/** Rows to train on and rows to judge by. */
export interface Task {
  readonly train: Labelled
  readonly test: Labelled
}

/** Writes a task as the peers read it: columns of doubles one after another, labels as bytes; categories as columns of 0 and 1. */
export async function writeTask(folder: string, { train, test }: Task): Promise<void> {
  for (const [name, { table, y }] of Object.entries({ train, test })) {
    const columns = table.columns.flatMap(numbersOf)
    const bytes = columns.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    )
    await writeFile(join(folder, `${name}.x`), Buffer.concat(bytes))
    await writeFile(join(folder, `${name}.y`), y)
  }
}

function numbersOf(column: Table['columns'][number]): Float64Array[] {
  if (column.kind === 'numeric') return [column.values]
  return column.categories.map((_, category) =>
    Float64Array.from(column.codes, (code) => Number(code === category)),
  )
}
