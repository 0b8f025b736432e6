import { setImmediate as nextTurn } from 'node:timers/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { dayOfSeconds } from './calendar.ts'
import type { LineReader } from './format.ts'
import type { ImportOptions } from './importRecords.ts'
import { BatchTally, type ImportReport, type ImportTally } from './importTally.ts'
import { judge } from './judge.ts'
import { type Line, textOf } from './lines.ts'
import type { ParsedSubject } from './parsedSubject.ts'
import { describeProblem, type LineProblem } from './problem.ts'
import type { ImportCheckpoint, RecordSink, SinkBatch, SubjectOutcome } from './sink.ts'
import type { ImportSource } from './source.ts'

interface RunStart {
  readonly importId: string
  readonly readLine: LineReader
  readonly tally: ImportTally
  readonly position: { readonly byteOffset: number; readonly lines: number }
}

interface Batch {
  readonly sink: SinkBatch
  readonly tally: BatchTally
  readonly firstByte: number
}

// Long lines fill memory before their number fills a batch.
const maxBatchBytes = 8 * 1024 * 1024
// A node answers queries meanwhile: between so many lines (a few milliseconds) others have their turn.
const linesPerTurn = 64

/**
 * One import under way: the batch that is being filled, the one that is being written meanwhile, and the place up to
 * which lines were consumed.
 */
export class ImportRun {
  readonly #source: ImportSource
  readonly #sink: RecordSink
  readonly #options: ImportOptions
  readonly #start: RunStart
  readonly #today: string
  #byteOffset: number
  #lines: number
  #batch: Batch
  #writing: Promise<void> = Promise.resolve()

  constructor(source: ImportSource, sink: RecordSink, options: ImportOptions, start: RunStart) {
    this.#source = source
    this.#sink = sink
    this.#options = options
    this.#start = start
    this.#today = dayOfSeconds(options.nowSec)
    this.#byteOffset = start.position.byteOffset
    this.#lines = start.position.lines
    this.#batch = this.#openBatch()
  }

  async take(line: Line): Promise<void> {
    const number = this.#lines + 1
    try {
      const text = textOf(line, number === 1)
      if (text.trim() !== '') this.#accept(this.#start.readLine(text))
    } catch (thrown) {
      const problem = describeProblem(number, thrown)
      if (this.#options.strict) await this.#stop(problem, thrown)
      this.#batch.tally.reject()
      this.#start.tally.keep(problem)
      this.#options.onProblem?.(problem)
    }
    this.#lines = number
    this.#byteOffset = line.end
    if (this.#isBatchFull()) await this.#send(false)
    if (number % linesPerTurn === 0) await nextTurn()
  }

  #isBatchFull(): boolean {
    const { batchSize = 1024 } = this.#options
    const { tally, firstByte } = this.#batch
    return tally.size >= batchSize || this.#byteOffset - firstByte >= maxBatchBytes
  }

  #accept(subject: ParsedSubject): void {
    const { accepts, pack, nowSec } = this.#options
    const { sink, tally } = this.#batch
    if (accepts !== undefined && !accepts(subject.canonicalIdentifier)) {
      tally.skip()
      return
    }
    const { bundle, findings } = judge(subject, { pack, nowSec, today: this.#today })
    const outcome = outcomeOf(subject)
    sink.add(bundle, outcome)
    tally.accept(bundle, outcome, findings)
  }

  async #stop(problem: LineProblem, cause: unknown): Promise<never> {
    await this.#send(false)
    await this.#writing
    const { line, code, reason, field, message } = problem
    const details = { line, reason, ...(field === null ? {} : { field }) }
    throw new MeshError(code, { detail: `line ${line}: ${message}`, details, cause })
  }

  async finish(): Promise<void> {
    await this.#send(true)
    await this.#writing
  }

  /** Resolves when nothing is being written any more, whether that went well or not. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => undefined)
  }

  report(isResumed: boolean): ImportReport {
    return this.#start.tally.report(this.#start.importId, this.#lines, isResumed)
  }

  #openBatch(): Batch {
    return {
      sink: this.#sink.openBatch(),
      tally: new BatchTally(),
      firstByte: this.#byteOffset,
    }
  }

  /** Hands the batch over once the one before is written, so that no checkpoint ever moves past a failed write. */
  async #send(isComplete: boolean): Promise<void> {
    await this.#writing
    const place = { byteOffset: this.#byteOffset, lines: this.#lines, isComplete }
    this.#writing = this.#write(this.#batch, place)
    this.#writing.catch(() => undefined) // whoever awaits it next is told
    this.#batch = this.#openBatch()
  }

  async #write(
    { sink, tally }: Batch,
    place: Pick<ImportCheckpoint, 'byteOffset' | 'lines' | 'isComplete'>,
  ): Promise<void> {
    const { importId, tally: total } = this.#start
    let counts = total.counts
    await sink.write((written) => {
      counts = tally.addTo(total.counts, written)
      return { importId, ...place, counts }
    })
    total.counts = counts
    const { subjects, rejected } = counts
    const { byteOffset: bytes } = place
    this.#options.onProgress?.({ bytes, totalBytes: this.#source.size, subjects, rejected })
  }
}

function outcomeOf({ outcome, protectedAttributes }: ParsedSubject): SubjectOutcome | null {
  if (outcome === undefined && protectedAttributes === undefined) return null
  return { ...(outcome && { outcome }), ...(protectedAttributes && { protectedAttributes }) }
}
