import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Database, Transaction } from '../database.ts'
import { keyIn, uint32Bytes } from '../keyspace.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { PurgeReport } from '../store.ts'
import { removeSubject } from './eraseSubject.ts'
import type { FileEntry, SubjectFile } from './subjectFile.ts'
import { forget, newSubjectFile, openRecord, openSubjectFile, recordKey } from './subjectFile.ts'
import { addHoldings, apply, type Holding, rowChanges } from './writeSubject.ts'

interface Visit {
  readonly records: number
  readonly isEmptied: boolean
  readonly removed: readonly Bytes[]
}

/** Visits every subject of whom something has expired, one transaction each, and then cleans the files. */
export async function purgeExpired(
  database: Database,
  keys: StoreKeys,
  nowSec: number,
): Promise<PurgeReport> {
  const due = { from: keyIn('expiries'), until: keyIn('expiries', uint32Bytes(nowSec)) }
  const removed: Bytes[] = []
  let records = 0
  let subjects = 0
  for await (const [key] of database.entries(due)) {
    const index = key.slice(1 + 4)
    const visit = await database.transact((tx) => visitSubject(keys, tx, { index, key, nowSec }))
    records += visit.records
    subjects += visit.isEmptied ? 1 : 0
    removed.push(key, ...visit.removed)
  }
  await database.shred(removed)
  return { records, subjects }
}

async function visitSubject(
  keys: StoreKeys,
  tx: Transaction,
  { index, key, nowSec }: { index: Bytes; key: Bytes; nowSec: number },
): Promise<Visit> {
  tx.delete(key)
  const rowKey = keyIn('subjects', index)
  const row = await tx.get(rowKey)
  if (row === undefined) return { records: 0, isEmptied: false, removed: [] }
  const file = openSubjectFile(keys, rowKey, row)
  const kept = file.entries.filter(({ keepUntilSec }) => (keepUntilSec ?? nowSec) >= nowSec)
  const expired = file.entries.length - kept.length
  // Who is identified but has no record left is nobody this agency may keep.
  const isEmptied = kept.every(({ category }) => category === 'identity')
  const removed = isEmptied
    ? ((await removeSubject(keys, tx, index)) ?? [])
    : await rekey(keys, tx, { file, kept, index })
  forget(file)
  return { records: isEmptied ? file.entries.length : expired, isEmptied, removed }
}

/** Seals what stays under a new data key, so that the old key opens nothing and dies with its row. */
async function rekey(
  keys: StoreKeys,
  tx: Transaction,
  { file, kept, index }: { file: SubjectFile; kept: readonly FileEntry[]; index: Bytes },
): Promise<Bytes[]> {
  const holdings: Holding[] = []
  for (const entry of kept) holdings.push(await holdingOf(keys, tx, file, entry))
  const removed = file.entries.map(({ slot }) => recordKey(file.fileId, slot))
  for (const key of removed) tx.delete(key)
  const { file: after, changes } = addHoldings(keys, newSubjectFile(keys, file), holdings)
  apply(tx, [...changes, ...rowChanges(keys, index, { before: file, after })])
  forget(after)
  return [keyIn('subjects', index), ...removed]
}

async function holdingOf(
  keys: StoreKeys,
  tx: Transaction,
  file: SubjectFile,
  entry: FileEntry,
): Promise<Holding> {
  const sealed = await tx.get(recordKey(file.fileId, entry.slot))
  if (sealed === undefined) {
    throw new MeshError('store.corrupt', { detail: 'a record of a subject is missing' })
  }
  const record = openRecord(keys, file, entry, sealed)
  return entry.custody === undefined ? { record } : { record, custody: entry.custody }
}
