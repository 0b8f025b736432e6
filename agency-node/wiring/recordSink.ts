import { hmacTag } from '@creditmesh/sdk/crypto/subjectTag.ts'
import type { ImportCheckpoint, RecordSink } from '../records/sink.ts'
import type { Store } from '../store/store.ts'

/** Puts what an import reads into the store: people by their tag, outcomes apart, progress with the people. */
export function createRecordSink(store: Store, pepper: Uint8Array): RecordSink {
  const nameOf = (importId: string) => `import:${importId}`
  return {
    checkpointOf: (importId) => store.positions.get<ImportCheckpoint>(nameOf(importId)),
    putOutcomes: (outcomes) =>
      store.outcomes.put(
        outcomes.map(({ identifier, subjectRef, outcome, protectedAttributes }) => ({
          tag: hmacTag(pepper, identifier),
          subjectRef,
          ...(outcome && { outcome }),
          ...(protectedAttributes && { protectedAttributes }),
        })),
      ),
    async putSubjects(bundles, checkpoint) {
      const subjects = bundles.map((bundle) => ({
        ...bundle,
        tag: hmacTag(pepper, bundle.identifier),
      }))
      const position = { name: nameOf(checkpoint.importId), value: checkpoint }
      await store.vault.putSubjects(subjects, { position })
    },
  }
}
