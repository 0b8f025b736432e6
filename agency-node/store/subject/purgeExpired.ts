import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Database, Transaction } from '../database.ts'
import { keyIn, uint32Bytes } from '../keyspace.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { PurgeReport } from '../store.ts'
import type { VaultParts } from '../vault.ts'
import { removeSubject } from './eraseSubject.ts'
import type { FileEntry, SubjectFile } from './subjectFile.ts'
import { forget, newSubjectFile, openRecord, openSubjectFile, recordKey } from './subjectFile.ts'
import { addHoldings, apply, type Holding, rowChanges } from './writeSubject.ts'

interface Visit {
  readonly records: number
  readonly isEmptied: boolean
}

const expiryHeaderLength = 1 + 4
// So many transactions share one flush.
const subjectsAtOnce = 64

/** Visits every subject of whom something has expired, a transaction each, and then cleans the files. */
export async function purgeExpired(parts: VaultParts, nowSec: number): Promise<PurgeReport> {
  const { database, shredding } = parts
  const visit = (key: Bytes) => database.transact((tx) => visitSubject(parts, tx, { key, nowSec }))
  const visits: Visit[] = []
  for await (const due of dueKeys(database, nowSec)) {
    visits.push(...(await Promise.all(due.map(visit))))
  }
  await shredding.cleanAll()
  return {
    records: visits.reduce((sum, { records }) => sum + records, 0),
    subjects: visits.filter(({ isEmptied }) => isEmptied).length,
  }
}

async function* dueKeys(database: Database, nowSec: number): AsyncGenerator<Bytes[]> {
  const range = { from: keyIn('expiries'), until: keyIn('expiries', uint32Bytes(nowSec)) }
  let due: Bytes[] = []
  for await (const [key] of database.entries(range)) {
    due.push(key)
    if (due.length < subjectsAtOnce) continue
    yield due
    due = []
  }
  yield due
}

async function visitSubject(
  parts: VaultParts,
  tx: Transaction,
  { key, nowSec }: { key: Bytes; nowSec: number },
): Promise<Visit> {
  const { keys, shredding } = parts
  shredding.delete(tx, [key])
  const index = key.slice(expiryHeaderLength)
  const rowKey = keyIn('subjects', index)
  const row = await tx.get(rowKey)
  if (row === undefined) return { records: 0, isEmptied: false }
  const file = openSubjectFile(keys, rowKey, row)
  const kept = file.entries.filter(({ keepUntilSec }) => (keepUntilSec ?? nowSec) >= nowSec)
  const expired = file.entries.length - kept.length
  // Who is identified but has no record left is nobody this agency may keep.
  const isEmptied = kept.every(({ category }) => category === 'identity')
  if (isEmptied) await removeSubject(parts, tx, index)
  else await rekey(parts, tx, { file, kept, index })
  forget(file)
  const records = isEmptied ? file.entries.length : expired
  return { records, isEmptied }
}

/** Seals what stays under a new data key, so that the old key opens nothing and dies with its row. */
async function rekey(
  { keys, shredding }: VaultParts,
  tx: Transaction,
  { file, kept, index }: { file: SubjectFile; kept: readonly FileEntry[]; index: Bytes },
): Promise<void> {
  const holdings: Holding[] = []
  for (const entry of kept) holdings.push(await holdingOf(keys, tx, file, entry))
  shredding.note(tx, [keyIn('subjects', index)])
  shredding.delete(
    tx,
    file.entries.map(({ slot }) => recordKey(file.fileId, slot)),
  )
  const { file: after, changes } = addHoldings(keys, newSubjectFile(keys, file), holdings)
  apply(tx, [...changes, ...rowChanges(keys, index, { before: file, after })])
  forget(after)
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
