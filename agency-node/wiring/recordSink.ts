import { tagMessage } from '@creditmesh/sdk/crypto/subjectTag.ts'
import { createKeyedHash } from '../native/keyedHash.ts'
import type { ImportCheckpoint, RecordSink } from '../records/sink.ts'
import type { Store, SubjectOutcome } from '../store/store.ts'

/** Puts what an import reads into the store: people by their tag, outcomes apart, progress with both. */
export function createRecordSink(store: Store, pepper: Uint8Array): RecordSink {
  const nameOf = (importId: string) => `import:${importId}`
  const tagHash = createKeyedHash(pepper) // the bytes of the SDK's hmacTag, many times as fast
  return {
    checkpointOf: (importId) => store.positions.get<ImportCheckpoint>(nameOf(importId)),
    openBatch() {
      const people = store.vault.openBatch()
      const outcomes: SubjectOutcome[] = []
      return {
        add(bundle, outcome) {
          const tag = tagHash.of(tagMessage(bundle.identifier))
          people.add({ ...bundle, tag })
          if (outcome !== null) outcomes.push({ tag, subjectRef: bundle.subjectRef, ...outcome })
        },
        write: (checkpointOf) =>
          store.transact(async (tx) => {
            const { erased, merged } = await people.write(tx)
            await store.outcomes.put(outcomes, { tx })
            const checkpoint = checkpointOf({ erased, merged })
            await store.positions.set({ name: nameOf(checkpoint.importId), value: checkpoint }, tx)
          }),
      }
    },
  }
}
