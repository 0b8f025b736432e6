import { closeSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { batchBytes, batchOver } from './callBatch.ts'
import type { FilePlan } from './fileHead.ts'
import type { Reject } from './rejects.ts'
import { scanFile } from './scanFile.ts'
import { startScan } from './scanner.ts'

/** What the thread is given: a ring of batches, and for each a word that is 1 while the other side reads it. */
export interface ReaderJob {
  readonly path: string
  readonly plan: FilePlan
  readonly strict: boolean
  readonly batches: SharedArrayBuffer
  readonly taken: Int32Array
}

export type ReaderMessage =
  | { readonly slot: number; readonly rows: number; readonly bytes: number }
  | ReaderEnd

/** What a whole file came to. */
export interface ReaderEnd {
  readonly lines: number
  readonly missed: number
  readonly rejected: Uint32Array
  readonly firstRejects: readonly Reject[]
}

function read({ path, plan, strict, batches, taken }: ReaderJob): void {
  const slots = Array.from(taken, (_, slot) => batchOver(batches, slot * batchBytes))
  const [first] = slots
  if (first === undefined) throw new RangeError('a ring has slots')
  const scan = startScan(first)
  const fd = openSync(path, 'r')
  let slot = 0
  for (const { rows, bytes } of scanFile(fd, plan, scan, { strict })) {
    Atomics.store(taken, slot, 1)
    post({ slot, rows, bytes })
    slot = (slot + 1) % slots.length
    Atomics.wait(taken, slot, 1)
    scan.batch = slots[slot] ?? first
  }
  closeSync(fd)
  const { line, missed, rejected, firstRejects } = scan
  post({ lines: line, missed, rejected, firstRejects })
}

function post(message: ReaderMessage): void {
  parentPort?.postMessage(message)
}

read(workerData as ReaderJob) // given by readCallFile
