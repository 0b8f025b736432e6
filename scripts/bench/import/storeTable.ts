import { benchGroupCommit, benchVault } from '../store.ts'
import type { Table } from '../table.ts'

/** The store without an import around it, and what sharing a flush among writers is worth. */
export async function storeTable(isQuick: boolean): Promise<Table> {
  const vault = await benchVault({ subjects: isQuick ? 500 : 20_000 })
  const commits = await benchGroupCommit({ seconds: isQuick ? 0.1 : 2 })
  return {
    title: 'The store by itself, one run',
    columns: ['', 'a second', 'beside', 'a second'],
    rows: [
      [
        ...['records sealed into the vault', vault.recordsPerSec],
        ...['the same records in clear, LevelDB alone', vault.rawPutsPerSec],
      ],
      ['people read and opened', vault.readsPerSec, '', ''],
      [
        ...['durable puts of 64 writers, flushes shared', commits.groupedPerSec],
        ...['a flush for each put', commits.flushEachPerSec],
      ],
    ],
  }
}
