import { type Bytes, equalBytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database, Entry, Transaction } from './database.ts'
import { keyIn, rangeOf } from './keyspace.ts'

/** Deletes in two steps: rows in a transaction, then what they left in the files, also after a crash in between. */
export interface Shredding {
  /** Deletes the rows and notes that the files still hold them. */
  delete(tx: Transaction, keys: readonly Bytes[]): void
  /** Notes rows that are overwritten with something that must not outlive them. */
  note(tx: Transaction, keys: readonly Bytes[]): void
  /** Cleans the files of everything noted. */
  run(): Promise<void>
}

export function createShredding(database: Database): Shredding {
  const note = (tx: Transaction, keys: readonly Bytes[]) => {
    for (const key of keys) tx.put(keyIn('shreds', key), newMark())
  }
  return {
    note,
    delete(tx, keys) {
      for (const key of keys) tx.delete(key)
      note(tx, keys)
    },
    async run() {
      const notes: Entry[] = []
      for await (const note of database.entries(rangeOf('shreds'))) notes.push(note)
      if (notes.length === 0) return
      await database.shred(notes.map(([marker]) => marker.subarray(1)))
      await database.transact((tx) => strike(tx, notes))
    },
  }
}

/** Strikes out what is done, but not what was noted again meanwhile. */
async function strike(tx: Transaction, notes: readonly Entry[]): Promise<void> {
  for (const [marker, mark] of notes) {
    if (equalBytes((await tx.get(marker)) ?? mark, mark)) tx.delete(marker)
  }
}

function newMark(): Bytes {
  return globalThis.crypto.getRandomValues(new Uint8Array(8))
}
