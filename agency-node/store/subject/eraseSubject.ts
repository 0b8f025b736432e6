import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database, Transaction } from '../database.ts'
import { keyIn } from '../keyspace.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import { expiryOf, forget, openSubjectFile, recordKey, type SubjectFile } from './subjectFile.ts'
import { expiryKey } from './writeSubject.ts'

/**
 * Destroys a subject: key, directory, records. What stays is her blind index with the bar against storing her again;
 * a restored backup is told by it what to erase once more. Gives the keys to shred, or null if she was not there.
 */
export function eraseSubject(
  database: Database,
  keys: StoreKeys,
  index: Uint8Array,
): Promise<Bytes[] | null> {
  return database.transact(async (tx) => {
    const barKey = keyIn('erasures', index)
    const removed = await removeSubject(keys, tx, index)
    if (removed === null && (await tx.get(barKey)) !== undefined) return null
    tx.put(barKey, new Uint8Array(0))
    return removed
  })
}

/** Deletes every row of a subject. */
export async function removeSubject(
  keys: StoreKeys,
  tx: Transaction,
  index: Uint8Array,
): Promise<Bytes[] | null> {
  const rowKey = keyIn('subjects', index)
  const row = await tx.get(rowKey)
  if (row === undefined) return null
  const file = openSubjectFile(keys, rowKey, row)
  const removed = [rowKey, ...rowsBeside(file, index)]
  for (const key of removed) tx.delete(key)
  forget(file)
  return removed
}

function rowsBeside(file: SubjectFile, index: Uint8Array): Bytes[] {
  const expiry = expiryOf(file)
  const records = file.entries.map(({ slot }) => recordKey(file.fileId, slot))
  return expiry === undefined ? records : [...records, expiryKey(expiry, index)]
}
