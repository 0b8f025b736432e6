import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { keyIn, uint32Bytes } from '../keyspace.ts'
import { textOf } from '../sealing/documentJson.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { Custody } from '../store.ts'

/** One stored record: enough of it to choose without opening it. */
export interface FileEntry {
  /** Never used twice in one file, so the place of a record names this very version of it. */
  readonly slot: number
  readonly furnisherId: string
  readonly recordId: string
  readonly category: UcrRecord['category']
  readonly version: number
  readonly supersedes?: string
  /** The last second at which it may be held; absent where no rule sets an end. */
  readonly keepUntilSec?: number
  readonly custody?: Custody
}

/** What the subject's row holds, sealed under the master key: her data key and the directory of her records. */
export interface SubjectFile {
  readonly tag: Bytes
  readonly dataKey: Bytes
  /** Random: the keys of her records tell nothing, and lead to her only through this row. */
  readonly fileId: Bytes
  readonly subjectRef: string
  readonly identifier?: Identifier
  readonly nextSlot: number
  readonly entries: readonly FileEntry[]
}

type Directory = Omit<SubjectFile, 'tag' | 'dataKey' | 'fileId'>

const tagLength = 32
const dataKeyLength = 32
const fileIdLength = 16

export function newSubjectFile(
  { nacl }: StoreKeys,
  { tag, subjectRef, identifier }: { tag: Uint8Array; subjectRef: string; identifier?: Identifier },
): SubjectFile {
  if (tag.length !== tagLength) {
    throw new MeshError('input.invalid', { detail: 'a subject tag has 32 bytes' })
  }
  const dataKey = nacl.randomBytes(dataKeyLength)
  const fileId = nacl.randomBytes(fileIdLength)
  const named = identifier === undefined ? {} : { identifier }
  return { tag: tag.slice(), dataKey, fileId, subjectRef, ...named, nextSlot: 0, entries: [] }
}

export function sealSubjectFile(keys: StoreKeys, rowKey: Uint8Array, file: SubjectFile): Bytes {
  const { tag, dataKey, fileId, ...directory } = file
  return keys.seal(rowKey, tag, dataKey, fileId, JSON.stringify(directory))
}

export function openSubjectFile(
  keys: StoreKeys,
  rowKey: Uint8Array,
  sealed: Uint8Array,
): SubjectFile {
  const content = keys.open(rowKey, sealed)
  const beyondKey = tagLength + dataKeyLength
  const beyondId = beyondKey + fileIdLength
  const file = {
    tag: content.slice(0, tagLength),
    dataKey: content.slice(tagLength, beyondKey),
    fileId: content.slice(beyondKey, beyondId),
    ...(JSON.parse(textOf(content.subarray(beyondId))) as Directory),
  }
  content.fill(0)
  return file
}

/** Erases the data key from memory once the file is not needed any more. */
export function forget({ dataKey }: SubjectFile): void {
  dataKey.fill(0)
}

export function recordKey(fileId: Uint8Array, slot: number): Bytes {
  return keyIn('records', fileId, uint32Bytes(slot))
}

export function sealRecord(
  { sealer }: StoreKeys,
  { dataKey, fileId }: SubjectFile,
  { slot, version }: FileEntry,
  record: UcrRecord,
): { key: Bytes; value: Bytes } {
  const key = recordKey(fileId, slot)
  return { key, value: sealer.seal(dataKey, { key, version }, JSON.stringify(record)) }
}

export function openRecord(
  { sealer }: StoreKeys,
  { dataKey, fileId }: SubjectFile,
  { slot, version }: FileEntry,
  sealed: Uint8Array,
): UcrRecord {
  const place = { key: recordKey(fileId, slot), version }
  return JSON.parse(textOf(sealer.open(dataKey, place, sealed))) as UcrRecord // checked before stored
}

/** The earliest second at which something of the file must go; undefined if nothing must. */
export function expiryOf({ entries }: SubjectFile): number | undefined {
  const ends = entries.flatMap(({ keepUntilSec }) => keepUntilSec ?? [])
  return ends.length === 0 ? undefined : Math.min(...ends)
}
