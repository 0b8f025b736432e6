import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Database, Transaction } from './database.ts'
import { keyIn, rangeOf } from './keyspace.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { Position, StoredSubject, SubjectView, Vault } from './store.ts'
import type { StoreParts } from './storeParts.ts'
import { eraseSubject } from './subject/eraseSubject.ts'
import { purgeExpired } from './subject/purgeExpired.ts'
import { readSubject } from './subject/readSubject.ts'
import { openSubjectBatch } from './subject/subjectBatch.ts'
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
    async putSubjects(subjects, { position, isDurable = true } = {}) {
      const batch = openSubjectBatch(keys)
      for (const subject of subjects) batch.add(subject)
      return database.transact(
        async (tx) => {
          if (position !== undefined) await setPosition(position, tx)
          return batch.write(tx)
        },
        { isDurable },
      )
    },
    openBatch: () => openSubjectBatch(keys),
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
