import { batchBytes, batchOver, digitsOf } from '@creditmesh/agency-node/calls/reading/callBatch.ts'
import type { CallLayout } from '@creditmesh/agency-node/calls/reading/callLayout.ts'
import { planHead } from '@creditmesh/agency-node/calls/reading/fileHead.ts'
import type { LayoutOptions } from '@creditmesh/agency-node/calls/reading/layoutOptions.ts'
import { createScanner, startScan } from '@creditmesh/agency-node/calls/reading/scanner.ts'

/** A call as read, for people. */
export interface ReadCall {
  readonly second: number
  readonly duration: number
  readonly from: string
  readonly to: string
}

/** Reads a text as a file would be, without a thread: its calls, and line and reason of each reject. */
export function readText(
  text: string,
  options: LayoutOptions = {},
  format: 'csv' | 'jsonl' = 'csv',
) {
  const bytes = new TextEncoder().encode(text)
  const plan = planHead(bytes, format, options)
  return { ...scanText(bytes.subarray(plan.startsAt), plan.layout, plan.startsAfterLine), plan }
}

export function scanText(bytes: Uint8Array, layout: CallLayout, linesBefore = 0) {
  const scan = startScan(batchOver(new ArrayBuffer(batchBytes)))
  scan.line = linesBefore
  createScanner(layout).lines(bytes, 0, bytes.lastIndexOf(10) + 1, scan)
  const { batch } = scan
  const calls = Array.from(
    { length: scan.rows },
    (_, row): ReadCall => ({
      second: batch.seconds[row] as number,
      duration: batch.durations[row] as number,
      from: digitsOf(batch.fromHigh[row] as number, batch.fromLow[row] as number),
      to: digitsOf(batch.toHigh[row] as number, batch.toLow[row] as number),
    }),
  )
  const rejects = scan.firstRejects.map(({ line, reason }) => `${line} ${reason}`)
  return { calls, rejects, missed: scan.missed }
}
