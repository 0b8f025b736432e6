import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { IdentityRecord, UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Outcome, ProtectedAttributes } from './outcomes.ts'

/** All that one line of an import says about one person. A sink stores it whole or not at all. */
export interface SubjectBundle {
  /** Normalised. The sink derives the subject tag and seals the identifier with the rest, so that export can name it. */
  readonly identifier: Identifier
  /** The agency's own pseudonym of the person; the records carry the same. */
  readonly subjectRef: string
  readonly identity?: IdentityRecord
  readonly records: readonly UcrRecord[]
}

/** What training and the fairness report need and no credit record may hold: kept apart from the records. */
export interface SubjectOutcome {
  readonly outcome?: Outcome
  readonly protectedAttributes?: ProtectedAttributes
}

export interface ImportCounts {
  /** Lines about a person that were stored. */
  subjects: number
  /** Of them: additions to a person who was here already, from an earlier import or an earlier line of this one. */
  known: number
  /** Records stored, identity records included. */
  records: number
  outcomes: number
  /** People who were erased here: nothing of them was stored, and nothing of theirs is counted above. */
  erased: number
  /** Lines refused: unreadable, or blocked by an evaluator. */
  rejected: number
  /** Subjects that the partition gives to other agencies. */
  skipped: number
  /** Notes put on stored records, by evaluator id. */
  warnings: Record<string, number>
}

/** How far an import got. Stored in the same atomic write as the subjects it counts. */
export interface ImportCheckpoint {
  /** Names the source: a fingerprint of the file and its format, so that another file never resumes this one. */
  readonly importId: string
  /** The first byte not yet consumed; always the start of a line. */
  readonly byteOffset: number
  /** Lines consumed, a header included. */
  readonly lines: number
  readonly counts: ImportCounts
  readonly isComplete: boolean
}

/** Where an import puts what it read; implemented over the store. */
export interface RecordSink {
  checkpointOf(importId: string): Promise<ImportCheckpoint | null>
  openBatch(): SinkBatch
}

/** What became of a batch. */
export interface BatchReport {
  /** Positions, in the order of `add`, of people who were erased here. */
  readonly erased: readonly number[]
  /** How many of those stored were here already. */
  readonly merged: number
}

/** People on their way into the store. Filling one costs the processor, writing one the disk: they go side by side. */
export interface SinkBatch {
  /** Makes a person ready to be written; nothing is stored yet. */
  add(bundle: SubjectBundle, outcome: SubjectOutcome | null): void
  /**
   * Stores everybody, what became of them, and the checkpoint in one atomic, flushed write; may be empty (the checkpoint
   * still moves). A record whose `recordId` the subject already has replaces it; others of the subject stay. The
   * checkpoint is made within the write, of what it came to.
   */
  write(checkpointOf: (written: BatchReport) => ImportCheckpoint): Promise<void>
}
