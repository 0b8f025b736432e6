import { keyIn } from '../keyspace.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { SubjectBatch } from '../store.ts'
import { type StagedSubject, stageSubject, writeStaged } from './writeSubject.ts'

export function openSubjectBatch(keys: StoreKeys): SubjectBatch {
  const staged: StagedSubject[] = []
  return {
    add: (subject) => void staged.push(stageSubject(keys, subject)),
    async write(tx) {
      // Most people of an import are new: one question for all of them, in the place of two for each.
      await tx.lookUp(
        staged.flatMap(({ index }) => [keyIn('erasures', index), keyIn('subjects', index)]),
      )
      const erased: number[] = []
      for (const [i, subject] of staged.entries()) {
        if ((await writeStaged(keys, tx, subject)) === 'erased') erased.push(i)
      }
      return { stored: staged.length - erased.length, erased }
    },
  }
}
