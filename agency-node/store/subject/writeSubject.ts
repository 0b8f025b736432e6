import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Transaction } from '../database.ts'
import type { Change } from '../engine/pendingChanges.ts'
import { endOfTime, keyIn, uint32Bytes } from '../keyspace.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { Custody, SubjectInput } from '../store.ts'
import {
  expiryOf,
  type FileEntry,
  forget,
  newSubjectFile,
  openSubjectFile,
  recordKey,
  type SubjectFile,
  sealRecord,
  sealSubjectFile,
} from './subjectFile.ts'

export interface Holding {
  readonly record: UcrRecord
  readonly custody?: Custody
}

/** A subject made ready outside any transaction, in the hope that she is not stored yet. */
export interface StagedSubject {
  readonly input: SubjectInput
  readonly holdings: readonly Holding[]
  readonly index: Bytes
  readonly changes: readonly Change[]
}

/** `merged`: stored with what was there of her already. */
export type WriteOutcome = 'stored' | 'merged' | 'erased'

/** Seals a subject as a new one: the costly part of an import, kept out of the lane of transactions. */
export function stageSubject(
  keys: StoreKeys,
  input: SubjectInput,
  custody: readonly Custody[] = [],
): StagedSubject {
  const index = keys.index('subjects', input.tag)
  const holdings = holdingsOf(input, custody)
  const written = addHoldings(keys, newSubjectFile(keys, input), holdings)
  const changes = [...written.changes, ...rowChanges(keys, index, { after: written.file })]
  forget(written.file)
  return { input, holdings, index, changes }
}

/** Writes a staged subject, or adds its records to those of the subject who is there. */
export async function writeStaged(
  keys: StoreKeys,
  tx: Transaction,
  { input, holdings, index, changes }: StagedSubject,
): Promise<WriteOutcome> {
  if ((await tx.get(keyIn('erasures', index))) !== undefined) return 'erased'
  const rowKey = keyIn('subjects', index)
  const row = await tx.get(rowKey)
  if (row === undefined) {
    apply(tx, changes)
    return 'stored'
  }
  mergeInto(openSubjectFile(keys, rowKey, row), { keys, tx, input, holdings, index })
  return 'merged'
}

interface Merge {
  readonly keys: StoreKeys
  readonly tx: Transaction
  readonly input: SubjectInput
  readonly holdings: readonly Holding[]
  readonly index: Bytes
}

function mergeInto(before: SubjectFile, { keys, tx, input, holdings, index }: Merge): void {
  const identifier = before.identifier ?? input.identifier
  const named = identifier === undefined ? before : { ...before, identifier }
  const { file: after, changes } = addHoldings(keys, named, holdings)
  apply(tx, [...changes, ...rowChanges(keys, index, { before, after })])
  forget(before)
}

export function apply(tx: Transaction, changes: readonly Change[]): void {
  for (const { key, value } of changes) {
    if (value === null) tx.delete(key)
    else tx.put(key, value)
  }
}

/** The subject's row, and the row that says when a purge must visit her. */
export function rowChanges(
  keys: StoreKeys,
  index: Uint8Array,
  { before, after }: { before?: SubjectFile; after: SubjectFile },
): Change[] {
  const rowKey = keyIn('subjects', index)
  const row = { key: rowKey, value: sealSubjectFile(keys, rowKey, after) }
  const [old, next] = [before && expiryOf(before), expiryOf(after)]
  const changes: Change[] = [row]
  if (old !== undefined && old !== next) changes.push({ key: expiryKey(old, index), value: null })
  if (next !== undefined) changes.push({ key: expiryKey(next, index), value: new Uint8Array(0) })
  return changes
}

export function expiryKey(keepUntilSec: number, index: Uint8Array): Bytes {
  return keyIn('expiries', uint32Bytes(keepUntilSec), index)
}

/** Seals holdings into free slots of the file; what they replace is deleted. */
export function addHoldings(
  keys: StoreKeys,
  before: SubjectFile,
  holdings: readonly Holding[],
): { file: SubjectFile; changes: Change[] } {
  const changes: Change[] = []
  let { entries, nextSlot } = before
  for (const holding of holdings) {
    const same = entries.find((entry) => isSameRecord(entry, holding.record))
    // A copy that was bought never takes the place of what this agency was told itself.
    if (same !== undefined && same.custody === undefined && holding.custody !== undefined) continue
    if (same !== undefined) changes.push({ key: recordKey(before.fileId, same.slot), value: null })
    const entry = entryOf(holding, nextSlot)
    nextSlot += 1
    entries = [...entries.filter((other) => other !== same), entry]
    changes.push(sealRecord(keys, before, entry, holding.record))
  }
  return { file: { ...before, entries, nextSlot }, changes }
}

function isSameRecord(entry: FileEntry, { furnisherId, recordId }: UcrRecord): boolean {
  return entry.recordId === recordId && entry.furnisherId === furnisherId
}

function entryOf({ record, custody }: Holding, slot: number): FileEntry {
  const { furnisherId, recordId, category, version, supersedes } = record
  const keepUntilSec = keepUntil(record, custody)
  return {
    ...{ slot, furnisherId, recordId, category, version },
    ...(supersedes !== undefined && { supersedes }),
    ...(keepUntilSec !== undefined && { keepUntilSec }),
    ...(custody !== undefined && { custody }),
  }
}

const secondsPerDay = 86_400

/** `retainUntil` names the last day (UTC); what was bought may have to go sooner. */
function keepUntil({ retainUntil }: UcrRecord, custody?: Custody): number | undefined {
  const end = Math.min(lastSecondOf(retainUntil), custody?.keepUntilSec ?? endOfTime, endOfTime)
  return end === endOfTime ? undefined : end
}

function lastSecondOf(retainUntil: string | null): number {
  if (retainUntil === null) return endOfTime
  const midnight = Date.parse(retainUntil) / 1000
  if (Number.isNaN(midnight)) throw new MeshError('input.invalid', { detail: 'retainUntil' })
  return midnight + secondsPerDay - 1
}

function holdingsOf({ identity, records }: SubjectInput, custody: readonly Custody[]): Holding[] {
  const own: Holding[] = identity === undefined ? [] : [{ record: identity }]
  const others = records.map((record, i) => {
    const kept = custody[i]
    return kept === undefined ? { record } : { record, custody: kept }
  })
  return [...own, ...others]
}
