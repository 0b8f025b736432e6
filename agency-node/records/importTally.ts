import type { LineProblem } from './problem.ts'
import type { Finding } from './quality/evaluator.ts'
import type {
  BatchReport,
  ImportCheckpoint,
  ImportCounts,
  SubjectBundle,
  SubjectOutcome,
} from './sink.ts'

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

/** What one batch adds to the counts, once it is known who of it was stored. */
export class BatchTally {
  readonly #accepted: Accepted[] = []
  #rejected = 0
  #skipped = 0

  get size(): number {
    return this.#accepted.length
  }

  accept(bundle: SubjectBundle, outcome: SubjectOutcome | null, findings: readonly Finding[]) {
    this.#accepted.push({
      records: bundle.records.length + (bundle.identity === undefined ? 0 : 1),
      outcomes: outcome === null ? 0 : 1,
      evaluators: findings.map(({ evaluator }) => evaluator),
    })
  }

  reject(): void {
    this.#rejected += 1
  }

  skip(): void {
    this.#skipped += 1
  }

  /** The counts with this batch, less the people who were erased here. */
  addTo(before: ImportCounts, { erased, merged }: BatchReport): ImportCounts {
    const barred = new Set(erased)
    const counts: ImportCounts = { ...before, warnings: { ...before.warnings } }
    counts.rejected += this.#rejected
    counts.skipped += this.#skipped
    counts.erased += barred.size
    counts.known += merged
    for (const [i, { records, outcomes, evaluators }] of this.#accepted.entries()) {
      if (barred.has(i)) continue
      counts.subjects += 1
      counts.records += records
      counts.outcomes += outcomes
      for (const name of evaluators) counts.warnings[name] = (counts.warnings[name] ?? 0) + 1
    }
    return counts
  }
}

interface Accepted {
  readonly records: number
  readonly outcomes: number
  readonly evaluators: readonly string[]
}

const keptProblems = 100

/** Counts what an import has stored, going on from the counts of a checkpoint. */
export class ImportTally {
  #counts: ImportCounts
  readonly #problems: LineProblem[] = []
  readonly #clock: () => number
  readonly #startedAt: number
  readonly #subjectsBefore: number

  constructor(checkpoint: ImportCheckpoint | null, clock: () => number) {
    const people = { subjects: 0, known: 0, records: 0, outcomes: 0, erased: 0 }
    const none = { ...people, rejected: 0, skipped: 0, warnings: {} }
    this.#counts = { ...none, ...checkpoint?.counts } // a checkpoint of before may lack a count
    this.#subjectsBefore = this.#counts.subjects
    this.#clock = clock
    this.#startedAt = clock()
  }

  /** Of what is stored: a batch counts once it is written. */
  get counts(): ImportCounts {
    return this.#counts
  }

  set counts(counts: ImportCounts) {
    this.#counts = counts
  }

  keep(problem: LineProblem): void {
    if (this.#problems.length < keptProblems) this.#problems.push(problem)
  }

  report(importId: string, lines: number, isResumed: boolean): ImportReport {
    const seconds = Math.max(this.#clock() - this.#startedAt, 1) / 1000
    const perSecond = Math.round((this.#counts.subjects - this.#subjectsBefore) / seconds)
    const problems = [...this.#problems]
    return { ...this.#counts, importId, lines, isResumed, problems, seconds, perSecond }
  }
}
