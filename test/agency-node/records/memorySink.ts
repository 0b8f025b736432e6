import type {
  ImportCheckpoint,
  RecordSink,
  SinkBatch,
  SubjectBundle,
  SubjectOutcome,
} from '@creditmesh/agency-node/records/sink.ts'

/** A sink that keeps its promises in memory, and that can be made to die at a write. */
export class MemorySink implements RecordSink {
  readonly subjects = new Map<string, SubjectBundle>()
  readonly outcomes = new Map<string, SubjectOutcome>()
  readonly checkpoints = new Map<string, ImportCheckpoint>()
  /** Identifier values of people who were erased here. */
  readonly barred = new Set<string>()
  /** Every bundle ever put, repetitions included. */
  puts = 0
  #writesLeft: number

  constructor({ dieAfterWrites = Number.POSITIVE_INFINITY } = {}) {
    this.#writesLeft = dieAfterWrites
  }

  revive(): void {
    this.#writesLeft = Number.POSITIVE_INFINITY
  }

  async checkpointOf(importId: string): Promise<ImportCheckpoint | null> {
    return this.checkpoints.get(importId) ?? null
  }

  openBatch(): SinkBatch {
    const people: { bundle: SubjectBundle; outcome: SubjectOutcome | null }[] = []
    return {
      add: (bundle, outcome) => void people.push(structuredClone({ bundle, outcome })),
      write: async (checkpointOf) => {
        this.#spendWrite()
        const isBarred = ({ bundle }: { bundle: SubjectBundle }) =>
          this.barred.has(bundle.identifier.value)
        let merged = 0
        for (const { bundle, outcome } of people.filter((person) => !isBarred(person))) {
          if (this.subjects.has(bundle.subjectRef)) merged += 1
          this.subjects.set(bundle.subjectRef, bundle)
          if (outcome !== null) this.outcomes.set(bundle.subjectRef, outcome)
          this.puts += 1
        }
        const erased = people.flatMap((person, i) => (isBarred(person) ? i : []))
        const checkpoint = checkpointOf({ erased, merged })
        this.checkpoints.set(checkpoint.importId, structuredClone(checkpoint))
      },
    }
  }

  #spendWrite(): void {
    if (this.#writesLeft === 0) throw new Error('killed')
    this.#writesLeft -= 1
  }
}
