import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { dayOfSeconds } from './calendar.ts'
import type { FormatContext, LineReader, RecordFormat } from './format.ts'
import { type ImportReport, ImportTally } from './importTally.ts'
import { judge } from './judge.ts'
import { type Line, splitLines } from './lines.ts'
import type { ParsedSubject } from './parsedSubject.ts'
import type { PolicyPack } from './policyPacks.ts'
import { describeProblem, type LineProblem, lineError } from './problem.ts'
import type { ImportCheckpoint, RecordSink, SubjectBundle, SubjectOutcome } from './sink.ts'
import type { ImportSource } from './source.ts'

export interface ImportProgress {
  readonly bytes: number
  readonly totalBytes: number
  readonly subjects: number
  readonly rejected: number
}

export interface ImportOptions extends FormatContext {
  readonly format: RecordFormat
  readonly pack: PolicyPack
  /** True of the people this agency knows; the others are skipped. */
  readonly accepts?: (canonicalIdentifier: string) => boolean
  /** Stops at the first refused line, after storing what came before it. */
  readonly strict?: boolean
  /** Goes on where an earlier import of the same file stopped. */
  readonly resume?: boolean
  readonly batchSize?: number
  readonly maxLineBytes?: number
  readonly onProgress?: (progress: ImportProgress) => void
  readonly onProblem?: (problem: LineProblem) => void
  readonly signal?: AbortSignal
  /** Milliseconds, for the rate in the report. */
  readonly clock?: () => number
}

const byteOrderMark = '\uFEFF'
// Long lines fill memory before their number fills a batch.
const maxBatchBytes = 8 * 1024 * 1024

/**
 * Streams people from a file into a sink. A line that cannot be used is reported and passed over; a subject is stored
 * whole, with the place reached in the file, in one write, so that a killed import goes on without loss or repetition.
 */
export async function importRecords(
  source: ImportSource,
  sink: RecordSink,
  options: ImportOptions,
): Promise<ImportReport> {
  const { format, resume = true, maxLineBytes = 1024 * 1024, clock = Date.now } = options
  const importId = `${format.name}-${fingerprint(source, options)}`
  const checkpoint = resume ? await resumable(sink, importId, source) : null
  const start = await openFormat(source, options, maxLineBytes)
  const run = new ImportRun(source, sink, options, {
    importId,
    readLine: start.readLine,
    tally: new ImportTally(checkpoint, clock),
    position: checkpoint ?? { byteOffset: start.headerEnd, lines: format.hasHeader ? 1 : 0 },
  })
  const from = checkpoint?.byteOffset ?? start.headerEnd
  for await (const lines of splitLines(source.read(from), { from, maxBytes: maxLineBytes })) {
    for (const line of lines) {
      options.signal?.throwIfAborted()
      await run.take(line)
    }
  }
  await run.finish()
  return run.report(checkpoint !== null)
}

/** Another agency or pack is another import, even of the same file. */
function fingerprint(source: ImportSource, { pack, furnisherId }: ImportOptions): string {
  const text = `${source.fingerprint}|${pack.id}|${furnisherId}`
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

async function resumable(sink: RecordSink, importId: string, source: ImportSource) {
  const checkpoint = await sink.checkpointOf(importId)
  if (checkpoint === null || checkpoint.isComplete) return null // a finished import may be run again from the start
  if (checkpoint.byteOffset <= source.size) return checkpoint
  throw new MeshError('import.checkpoint_mismatch', { details: { offset: checkpoint.byteOffset } })
}

async function openFormat(source: ImportSource, options: ImportOptions, maxBytes: number) {
  const { format } = options
  if (!format.hasHeader) return { readLine: format.open('', options), headerEnd: 0 }
  for await (const [first] of splitLines(source.read(0), { maxBytes })) {
    if (first === undefined) continue
    return { readLine: format.open(textOf(first, true), options), headerEnd: first.end }
  }
  throw new MeshError('input.invalid', { detail: 'the file is empty' })
}

function textOf(line: Line, isFirst: boolean): string {
  if (line.bytes === null) throw lineError('too_long')
  if (!isUtf8(line.bytes)) throw lineError('not_utf8')
  const text = line.bytes.toString('utf8')
  return isFirst && text.startsWith(byteOrderMark) ? text.slice(1) : text
}

interface RunStart {
  readonly importId: string
  readonly readLine: LineReader
  readonly tally: ImportTally
  readonly position: { readonly byteOffset: number; readonly lines: number }
}

/** One import under way: the batch that is being filled, and the place up to which lines were consumed. */
class ImportRun {
  readonly #source: ImportSource
  readonly #sink: RecordSink
  readonly #options: ImportOptions
  readonly #start: RunStart
  readonly #today: string
  #byteOffset: number
  #flushedOffset: number
  #lines: number
  #bundles: SubjectBundle[] = []
  #outcomes: SubjectOutcome[] = []

  constructor(source: ImportSource, sink: RecordSink, options: ImportOptions, start: RunStart) {
    this.#source = source
    this.#sink = sink
    this.#options = options
    this.#start = start
    this.#today = dayOfSeconds(options.nowSec)
    this.#byteOffset = start.position.byteOffset
    this.#flushedOffset = this.#byteOffset
    this.#lines = start.position.lines
  }

  async take(line: Line): Promise<void> {
    const number = this.#lines + 1
    try {
      const text = textOf(line, number === 1)
      if (text.trim() !== '') this.#accept(this.#start.readLine(text))
    } catch (thrown) {
      const problem = describeProblem(number, thrown)
      if (this.#options.strict) await this.#stop(problem, thrown)
      this.#start.tally.reject(problem)
      this.#options.onProblem?.(problem)
    }
    this.#lines = number
    this.#byteOffset = line.end
    if (this.#isBatchFull()) await this.#flush(false)
  }

  #isBatchFull(): boolean {
    const { batchSize = 256 } = this.#options
    return (
      this.#bundles.length >= batchSize || this.#byteOffset - this.#flushedOffset >= maxBatchBytes
    )
  }

  #accept(subject: ParsedSubject): void {
    const { accepts, pack, nowSec } = this.#options
    if (accepts !== undefined && !accepts(subject.canonicalIdentifier)) {
      this.#start.tally.skip()
      return
    }
    const { bundle, findings } = judge(subject, { pack, nowSec, today: this.#today })
    this.#bundles.push(bundle)
    this.#start.tally.accept(bundle, findings)
    const { identifier, subjectRef, outcome, protectedAttributes } = subject
    if (outcome === undefined && protectedAttributes === undefined) return
    this.#outcomes.push({
      identifier,
      subjectRef,
      ...(outcome === undefined ? {} : { outcome }),
      ...(protectedAttributes === undefined ? {} : { protectedAttributes }),
    })
    this.#start.tally.countOutcome()
  }

  async #stop(problem: LineProblem, cause: unknown): Promise<never> {
    await this.#flush(false)
    const { line, code, reason, field, message } = problem
    const details = { line, reason, ...(field === null ? {} : { field }) }
    throw new MeshError(code, { detail: `line ${line}: ${message}`, details, cause })
  }

  finish(): Promise<void> {
    return this.#flush(true)
  }

  async #flush(isComplete: boolean): Promise<void> {
    const bundles = this.#bundles
    const outcomes = this.#outcomes
    this.#bundles = []
    this.#outcomes = []
    const checkpoint: ImportCheckpoint = {
      importId: this.#start.importId,
      byteOffset: this.#byteOffset,
      lines: this.#lines,
      counts: this.#start.tally.counts(),
      isComplete,
    }
    if (outcomes.length > 0) await this.#sink.putOutcomes(outcomes)
    await this.#sink.putSubjects(bundles, checkpoint)
    this.#flushedOffset = this.#byteOffset
    const { subjects, rejected } = checkpoint.counts
    const bytes = this.#byteOffset
    this.#options.onProgress?.({ bytes, totalBytes: this.#source.size, subjects, rejected })
  }

  report(isResumed: boolean): ImportReport {
    return this.#start.tally.report(this.#start.importId, this.#lines, isResumed)
  }
}
