import { type Bytes, equalBytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database, Entry, Transaction } from './database.ts'
import { keyIn, rangeOf, type Space } from './keyspace.ts'
import { shredRanges } from './shredRanges.ts'

/** Deletes in two steps: rows in a transaction, then what they left in the files, also after a crash in between. */
export interface Shredding {
  /** Deletes the rows and notes that the files still hold them. */
  delete(tx: Transaction, keys: readonly Bytes[]): void
  /** Notes rows that are overwritten, when what they held must not outlive them. */
  note(tx: Transaction, keys: readonly Bytes[]): void
  /** The same for a whole space: one note, however many of its rows. */
  noteSpace(tx: Transaction, space: Space): void
  /** Cleans the files of the rows noted one by one: what was erased. */
  cleanRows(): Promise<void>
  /** Cleans the files of everything noted. */
  cleanAll(): Promise<void>
}

export function createShredding(database: Database): Shredding {
  const note = (tx: Transaction, keys: readonly Bytes[]) => {
    for (const key of keys) tx.put(keyIn('shreds', key), newMark())
  }
  return {
    note,
    noteSpace: (tx, space) => note(tx, [rangeOf(space).from]),
    delete(tx, keys) {
      for (const key of keys) tx.delete(key)
      note(tx, keys)
    },
    cleanRows: () => clean(database, isOfRow),
    cleanAll: () => clean(database, () => true),
  }
}

async function clean(database: Database, isMeant: (note: Entry) => boolean): Promise<void> {
  const notes: Entry[] = []
  for await (const note of database.entries(rangeOf('shreds'))) if (isMeant(note)) notes.push(note)
  if (notes.length === 0) return
  await database.shred(shredRanges(notes.map(([marker]) => marker.subarray(1))))
  await database.transact((tx) => strike(tx, notes))
}

// A space is noted by its number alone.
function isOfRow([marker]: Entry): boolean {
  return marker.length > 2
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
