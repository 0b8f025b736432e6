import type { LineProblem } from './problem.ts'
import type { Finding } from './quality/evaluator.ts'
import type { ImportCheckpoint, ImportCounts, SubjectBundle } from './sink.ts'

export interface ImportReport extends ImportCounts {
  readonly importId: string
  readonly lines: number
  readonly isResumed: boolean
  /** The first hundred refused lines of this run. */
  readonly problems: readonly LineProblem[]
  readonly seconds: number
  /** Subjects stored a second, in this run. */
  readonly perSecond: number
}

const keptProblems = 100

/** Counts what an import does, going on from the counts of a checkpoint. */
export class ImportTally {
  readonly #counts: ImportCounts
  readonly #problems: LineProblem[] = []
  readonly #clock: () => number
  readonly #startedAt: number
  readonly #subjectsBefore: number

  constructor(checkpoint: ImportCheckpoint | null, clock: () => number) {
    const none = { subjects: 0, records: 0, outcomes: 0, rejected: 0, skipped: 0, warnings: {} }
    this.#counts = structuredClone(checkpoint?.counts ?? none)
    this.#subjectsBefore = this.#counts.subjects
    this.#clock = clock
    this.#startedAt = clock()
  }

  accept(bundle: SubjectBundle, findings: readonly Finding[]): void {
    this.#counts.subjects += 1
    this.#counts.records += bundle.records.length + (bundle.identity === undefined ? 0 : 1)
    const { warnings } = this.#counts
    for (const { evaluator } of findings) warnings[evaluator] = (warnings[evaluator] ?? 0) + 1
  }

  countOutcome(): void {
    this.#counts.outcomes += 1
  }

  skip(): void {
    this.#counts.skipped += 1
  }

  reject(problem: LineProblem): void {
    this.#counts.rejected += 1
    if (this.#problems.length < keptProblems) this.#problems.push(problem)
  }

  /** A copy: a checkpoint must not change after it was handed over. */
  counts(): ImportCounts {
    return { ...this.#counts, warnings: { ...this.#counts.warnings } }
  }

  report(importId: string, lines: number, isResumed: boolean): ImportReport {
    const seconds = Math.max(this.#clock() - this.#startedAt, 1) / 1000
    const perSecond = Math.round((this.#counts.subjects - this.#subjectsBefore) / seconds)
    const problems = [...this.#problems]
    return { ...this.counts(), importId, lines, isResumed, problems, seconds, perSecond }
  }
}
