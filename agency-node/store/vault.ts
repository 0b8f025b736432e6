import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Database, Transaction } from './database.ts'
import { keyIn, rangeOf } from './keyspace.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { Position, PutReport, StoredSubject, SubjectView, Vault } from './store.ts'
import type { StoreParts } from './storeParts.ts'
import { eraseSubject } from './subject/eraseSubject.ts'
import { createImporter } from './subject/importer.ts'
import { purgeExpired } from './subject/purgeExpired.ts'
import { readSubject } from './subject/readSubject.ts'
import { type StagedSubject, stageSubject, writeStaged } from './subject/writeSubject.ts'

export interface VaultParts extends StoreParts {
  readonly setPosition: (position: Position, tx?: Transaction) => Promise<void>
}

export function openVault(parts: VaultParts): Vault {
  const { database, keys, shredding, setPosition } = parts
  const indexOf = (tag: Uint8Array) => keys.index('subjects', tag)
  const putOne = async (staged: StagedSubject) => {
    const outcome = await database.transact((tx) => writeStaged(keys, tx, staged))
    if (outcome === 'erased') throw new MeshError('subject.erased')
  }
  return {
    get: (tag, view = {}) => readSubject(database, keys, indexOf(tag), view),
    putSubject: async (subject) => putOne(stageSubject(keys, subject)),
    prepare(subject) {
      const staged = stageSubject(keys, subject)
      return (tx) => writeStaged(keys, tx, staged)
    },
    async putSubjects(subjects, { position, isDurable = true } = {}) {
      const staged = subjects.map((subject) => stageSubject(keys, subject))
      return database.transact(
        async (tx) => {
          if (position !== undefined) await setPosition(position, tx)
          return writeAll(keys, tx, staged)
        },
        { isDurable },
      )
    },
    importer: () => createImporter({ database, keys, setPosition }),
    saveTraded: async (subject, custody) => putOne(stageSubject(keys, subject, custody)),
    subjects: (view = {}) => subjectsOf(database, keys, view),
    count: () => countSubjects(database),
    async erase(tag) {
      const wasThere = await eraseSubject(parts, indexOf(tag))
      await shredding.cleanRows()
      return wasThere
    },
    readmit: (tag) =>
      database.transact(async (tx) => {
        const barKey = keyIn('erasures', indexOf(tag))
        const isBarred = (await tx.get(barKey)) !== undefined
        tx.delete(barKey)
        return isBarred
      }),
    purgeExpired: (nowSec) => purgeExpired(parts, nowSec),
  }
}

async function writeAll(
  keys: StoreKeys,
  tx: Transaction,
  staged: readonly StagedSubject[],
): Promise<PutReport> {
  const erased: number[] = []
  for (const [i, subject] of staged.entries()) {
    if ((await writeStaged(keys, tx, subject)) === 'erased') erased.push(i)
  }
  return { stored: staged.length - erased.length, erased }
}

async function* subjectsOf(
  database: Database,
  keys: StoreKeys,
  view: SubjectView,
): AsyncGenerator<StoredSubject> {
  for await (const [rowKey] of database.entries(rangeOf('subjects'))) {
    const subject = await readSubject(database, keys, rowKey.subarray(1), view)
    if (subject !== null) yield subject
  }
}

async function countSubjects(database: Database): Promise<number> {
  let count = 0
  for await (const _ of database.entries(rangeOf('subjects'))) count += 1
  return count
}
