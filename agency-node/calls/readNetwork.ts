import { defaultMinSeconds, minSecondsOf } from '../analysis/network/callRecords.ts'
import type { Csr } from '../analysis/network/csr.ts'
import { createLinkRows } from './linking/linkRows.ts'
import { sortLinks } from './linking/sortLinks.ts'
import { createNumberTable } from './numberTable.ts'
import { batchRows, type CallBatch } from './reading/callBatch.ts'
import { type FileReport, type ReadOptions, readCallFile } from './reading/readCallFile.ts'

export interface ReadNetworkOptions extends ReadOptions {
  readonly minSeconds?: number
}

export interface ReadNetwork {
  /** Who called whom how often; nodes are numbered as files first name them. */
  readonly network: Csr
  readonly numbers: { readonly high: Uint32Array; readonly low: Uint32Array }
  readonly reports: readonly FileReport[]
}

/**
 * The OUT network of files of calls, in memory and without a folder: for a look at data, where equal calls count as often as they come. IN and UD are
 * its transpose and its sum with that. Throws as `readCallFile`.
 */
export async function readNetwork(
  files: readonly string[],
  { minSeconds = defaultMinSeconds, ...options }: ReadNetworkOptions = {},
): Promise<ReadNetwork> {
  const shortest = minSecondsOf({ minSeconds })
  const numbers = createNumberTable()
  const links = createLinkRows(2)
  const from = new Uint32Array(batchRows)
  const to = new Uint32Array(batchRows)
  const reports: FileReport[] = []
  const take = (batch: CallBatch, rows: number): undefined => {
    const kept = keep(batch, rows, shortest)
    numbers.idsOf({ high: batch.fromHigh, low: batch.fromLow }, kept, from)
    numbers.idsOf({ high: batch.toHigh, low: batch.toLow }, kept, to)
    links.add(from, to, null, kept)
  }
  for (const file of files) reports.push(await readCallFile(file, take, options))
  const words = numbers.release()
  return { network: sortLinks(links, words.high.length, 2), numbers: words, reports }
}

/** Moves the calls that count to the front of the batch; gives how many they are. */
function keep(batch: CallBatch, rows: number, shortest: number): number {
  const { durations, fromHigh, fromLow, toHigh, toLow } = batch
  let kept = 0
  for (let row = 0; row < rows; row++) {
    if ((durations[row] as number) < shortest) continue
    if (fromLow[row] === toLow[row] && fromHigh[row] === toHigh[row]) continue
    fromHigh[kept] = fromHigh[row] as number
    fromLow[kept] = fromLow[row] as number
    toHigh[kept] = toHigh[row] as number
    toLow[kept] = toLow[row] as number
    kept++
  }
  return kept
}
