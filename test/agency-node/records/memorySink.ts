import type {
  ImportCheckpoint,
  RecordSink,
  SubjectBundle,
  SubjectOutcome,
} from '@creditmesh/agency-node/records/sink.ts'

/** A sink that keeps its promises in memory, and that can be made to die at a write. */
export class MemorySink implements RecordSink {
  readonly subjects = new Map<string, SubjectBundle>()
  readonly outcomes = new Map<string, SubjectOutcome>()
  readonly checkpoints = new Map<string, ImportCheckpoint>()
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

  async putOutcomes(outcomes: readonly SubjectOutcome[]): Promise<void> {
    this.#spendWrite()
    for (const outcome of outcomes) this.outcomes.set(outcome.subjectRef, structuredClone(outcome))
  }

  async putSubjects(
    bundles: readonly SubjectBundle[],
    checkpoint: ImportCheckpoint,
  ): Promise<void> {
    this.#spendWrite()
    for (const bundle of bundles) this.subjects.set(bundle.subjectRef, structuredClone(bundle))
    this.checkpoints.set(checkpoint.importId, structuredClone(checkpoint))
    this.puts += bundles.length
  }

  #spendWrite(): void {
    if (this.#writesLeft === 0) throw new Error('killed')
    this.#writesLeft -= 1
  }
}
