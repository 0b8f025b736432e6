import { applyBlock, readHead } from './block.ts'
import { corrupt, type JournalHeader, readEntries } from './journal.ts'
import type { LocalNetwork } from './localNetwork.ts'

/** How far a manual clock had been moved when the journal ended. */
export interface Replayed {
  readonly blocks: number
  readonly offsetSec: number
}

/**
 * Makes every journalled block again on an empty network. Throws `chain.journal_corrupt` at the first block that
 * does not come out as it was.
 */
export async function replayJournal(
  path: string,
  header: JournalHeader,
  network: LocalNetwork,
): Promise<Replayed> {
  const genesis = await readHead(network)
  if (genesis.hash !== header.genesisHash) {
    throw corrupt(1, `names another genesis block than this version makes (${genesis.hash})`)
  }
  let blocks = 0
  let offsetSec = 0
  for await (const { line, entry } of readEntries(path)) {
    if ('txs' in entry) {
      await applyBlock(network, entry)
      blocks += 1
    } else if ('hash' in entry) {
      const head = await readHead(network)
      if (head.hash !== entry.hash) throw corrupt(line, `does not reproduce block ${entry.number}`)
    } else {
      offsetSec = entry.offsetSec
    }
  }
  return { blocks, offsetSec }
}
