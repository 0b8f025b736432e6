import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Database } from '../database.ts'
import { keyIn } from '../keyspace.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { StoredSubject, SubjectView } from '../store.ts'
import {
  type FileEntry,
  forget,
  openRecord,
  openSubjectFile,
  recordKey,
  type SubjectFile,
} from './subjectFile.ts'

// A write between the row and its records makes a reader start again; writes to one person are rare.
const attempts = 5

export async function readSubject(
  database: Database,
  keys: StoreKeys,
  index: Uint8Array,
  view: SubjectView,
): Promise<StoredSubject | null> {
  const rowKey = keyIn('subjects', index)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const row = await database.get(rowKey)
    if (row === undefined) return null
    const file = openSubjectFile(keys, rowKey, row)
    const read = await readRecords(database, keys, file, view)
    forget(file)
    if (read !== null) return read
  }
  throw new MeshError('store.corrupt', { detail: 'a record of a subject is missing' })
}

/** Null if a record is gone: the file has been written anew since its row was read. */
async function readRecords(
  database: Database,
  keys: StoreKeys,
  file: SubjectFile,
  view: SubjectView,
): Promise<StoredSubject | null> {
  const records: UcrRecord[] = []
  const entries = file.entries.filter((entry) => isVisible(entry, file, view))
  for (const entry of entries) {
    const stored = database.get(recordKey(file.fileId, entry.slot))
    const sealed = stored instanceof Promise ? await stored : stored
    if (sealed === undefined) return null
    records.push(openRecord(keys, file, entry, sealed))
  }
  return {
    tag: file.tag,
    subjectRef: file.subjectRef,
    ...(file.identifier && { identifier: file.identifier }),
    records,
    custody: entries.map(({ custody }) => custody ?? null),
  }
}

function isVisible(entry: FileEntry, file: SubjectFile, view: SubjectView): boolean {
  const { withIdentity = false, categories, nowSec = 0, withHistory = false } = view
  if (entry.keepUntilSec !== undefined && entry.keepUntilSec < nowSec) return false
  if (!withHistory && isSuperseded(entry, file)) return false
  if (entry.category === 'identity') return withIdentity
  return categories === undefined || categories.includes(entry.category)
}

function isSuperseded({ furnisherId, recordId }: FileEntry, { entries }: SubjectFile): boolean {
  return entries.some((o) => o.supersedes === recordId && o.furnisherId === furnisherId)
}
