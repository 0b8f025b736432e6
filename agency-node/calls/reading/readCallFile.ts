import { open, stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fileError } from '../../files/atomicFile.ts'
import { pathError } from '../../files/pathError.ts'
import { batchBytes, batchOver, type CallBatch } from './callBatch.ts'
import { type FilePlan, planFile } from './fileHead.ts'
import type { LayoutOptions } from './layoutOptions.ts'
import type { ReaderEnd, ReaderJob, ReaderMessage } from './readerWorker.ts'
import { type Reject, type RejectReason, rejectReasons } from './rejects.ts'
import { workerFile } from './workerFile.ts'

export interface ReadOptions extends LayoutOptions {
  /** Throws `import.line_invalid` at the first line that is rejected. */
  readonly strict?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (bytes: number, totalBytes: number) => void
}

/** What a file came to. Nothing in it tells what a line says. */
export interface FileReport {
  readonly lines: number
  readonly calls: number
  /** Lines whose duration says that nobody answered. */
  readonly missed: number
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>
  readonly firstRejects: readonly Reject[]
}

/** Takes the first rows of a batch, which is filled anew afterwards; a promise is awaited before the next. */
export type TakeCalls = (batch: CallBatch, rows: number) => undefined | Promise<void>

const ringSlots = 8

/**
 * Reads the calls of a CSV or JSON Lines file in a thread of its own; `take` gets them in the order of the file.
 * Throws `file.not_found`, `file.wrong_kind`, `usage.invalid`, `input.invalid`, `import.line_invalid`, and what `take` throws.
 */
export async function readCallFile(
  path: string,
  take: TakeCalls,
  options: ReadOptions = {},
): Promise<FileReport> {
  const { plan, size } = await plannedFile(path, options)
  let calls = 0
  const takeAndCount: TakeCalls = (batch, rows) => {
    calls += rows
    return take(batch, rows)
  }
  const end = await runReader({ path, plan, strict: options.strict ?? false }, takeAndCount, {
    ...options,
    onBytes: (bytes) => options.onProgress?.(bytes, size),
  })
  const [first] = end.firstRejects
  if (options.strict && first !== undefined) {
    throw new MeshError('import.line_invalid', {
      detail: `line ${first.line}: ${first.reason}`,
      details: { path, line: first.line, reason: first.reason },
    })
  }
  const { lines, missed, firstRejects } = end
  return { lines, calls, missed, rejected: countsByReason(end.rejected), firstRejects }
}

async function plannedFile(path: string, options: ReadOptions) {
  const found = await stat(path).catch((cause: unknown) => {
    throw pathError(path, cause)
  })
  if (!found.isFile()) throw new MeshError('file.wrong_kind', { details: { path } })
  await using file = await open(path, 'r')
  return { plan: await planFile(file, path, options), size: found.size }
}

interface RunOptions {
  readonly onBytes: (bytes: number) => void
  readonly signal?: AbortSignal
}

function runReader(
  job: Pick<ReaderJob, 'path' | 'strict'> & { readonly plan: FilePlan },
  take: TakeCalls,
  { onBytes, signal }: RunOptions,
): Promise<ReaderEnd> {
  const taken = new Int32Array(new SharedArrayBuffer(ringSlots * Int32Array.BYTES_PER_ELEMENT))
  const batches = new SharedArrayBuffer(ringSlots * batchBytes)
  const slots = Array.from(taken, (_, slot) => batchOver(batches, slot * batchBytes))
  const workerData: ReaderJob = { ...job, batches, taken }
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile('readerWorker', import.meta.url), { workerData })
    const stop = (reason: unknown) => {
      void worker.terminate()
      reject(reason)
    }
    const abort = () => stop(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    const inTurn = oneByOne(async (message: ReaderMessage) => {
      if (!('slot' in message)) return resolve(message)
      const batch = slots[message.slot]
      if (batch === undefined) return
      const taking = take(batch, message.rows)
      if (taking !== undefined) await taking
      onBytes(message.bytes)
      Atomics.store(taken, message.slot, 0)
      Atomics.notify(taken, message.slot)
    }, stop)
    worker.on('message', inTurn)
    worker.on('error', (cause) => stop(fileError(job.path, cause)))
    worker.on('exit', () => signal?.removeEventListener('abort', abort))
  })
}

/** Handles what comes in its order, the next when the one before is done with; nothing after a failure. */
function oneByOne<T>(handle: (item: T) => Promise<void>, onError: (reason: unknown) => void) {
  let last: Promise<void> = Promise.resolve()
  return (item: T) => {
    last = last.then(() => handle(item))
    last.catch(onError)
  }
}

function countsByReason(rejected: Uint32Array): FileReport['rejected'] {
  const entries = rejectReasons.map((reason, i) => [reason, rejected[i] ?? 0] as const)
  return Object.fromEntries(entries.filter(([, count]) => count > 0))
}
