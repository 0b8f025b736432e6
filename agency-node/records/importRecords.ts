import { createHash } from 'node:crypto'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { FormatContext, RecordFormat } from './format.ts'
import { ImportRun } from './importRun.ts'
import { type ImportReport, ImportTally } from './importTally.ts'
import { splitLines, textOf } from './lines.ts'
import type { PolicyPack } from './policyPacks.ts'
import type { LineProblem } from './problem.ts'
import type { RecordSink } from './sink.ts'
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
  try {
    for await (const lines of splitLines(source.read(from), { from, maxBytes: maxLineBytes })) {
      for (const line of lines) {
        options.signal?.throwIfAborted()
        await run.take(line)
      }
    }
    await run.finish()
  } finally {
    await run.settle()
  }
  return run.report(checkpoint !== null)
}

/** Another agency, pack or name of the data is another import, even of the same file. */
function fingerprint(source: ImportSource, options: ImportOptions): string {
  const { pack, furnisherId, dataset = '' } = options
  const text = `${source.fingerprint}|${pack.id}|${furnisherId}|${dataset}`
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
