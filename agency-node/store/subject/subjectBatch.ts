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
      let merged = 0
      for (const [i, subject] of staged.entries()) {
        const outcome = await writeStaged(keys, tx, subject)
        if (outcome === 'erased') erased.push(i)
        if (outcome === 'merged') merged += 1
      }
      return { stored: staged.length - erased.length, merged, erased }
    },
  }
}
