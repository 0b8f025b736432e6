import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Transaction } from '../database.ts'
import { keyIn } from '../keyspace.ts'
import type { VaultParts } from '../vault.ts'
import { expiryOf, forget, openSubjectFile, recordKey, type SubjectFile } from './subjectFile.ts'
import { expiryKey } from './writeSubject.ts'

/**
 * Destroys a subject: key, directory, records. What stays is her blind index with the bar against storing her again;
 * a restored backup is told by it what to erase once more. False if she was not there.
 */
export function eraseSubject(
  { database, keys, shredding }: VaultParts,
  index: Uint8Array,
): Promise<boolean> {
  return database.transact(async (tx) => {
    tx.put(keyIn('erasures', index), new Uint8Array(0))
    return removeSubject({ keys, shredding }, tx, index)
  })
}

/** Deletes every row of a subject; the files are cleaned when the shredding runs. */
export async function removeSubject(
  { keys, shredding }: Pick<VaultParts, 'keys' | 'shredding'>,
  tx: Transaction,
  index: Uint8Array,
): Promise<boolean> {
  const rowKey = keyIn('subjects', index)
  const row = await tx.get(rowKey)
  if (row === undefined) return false
  const file = openSubjectFile(keys, rowKey, row)
  shredding.delete(tx, [rowKey, ...rowsBeside(file, index)])
  forget(file)
  return true
}

function rowsBeside(file: SubjectFile, index: Uint8Array): Bytes[] {
  const expiry = expiryOf(file)
  const records = file.entries.map(({ slot }) => recordKey(file.fileId, slot))
  return expiry === undefined ? records : [...records, expiryKey(expiry, index)]
}
