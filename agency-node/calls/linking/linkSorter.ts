import type { Csr } from '../../analysis/network/csr.ts'
import { mergeRecords } from '../store/mergeRecords.ts'
import { createRecordFile, type RecordFile, readRecords } from '../store/records.ts'
import { createLinkRows } from './linkRows.ts'
import { sortLinks } from './sortLinks.ts'

export interface SorterOptions {
  readonly nodes: number
  /** Of links in memory, sorting included. */
  readonly memoryBytes: number
  /** Where the run of this number goes. */
  readonly runPath: (run: number) => string
}

/** Sorts and adds up links of which there may be more than memory holds. */
export interface LinkSorter {
  readonly add: (links: LinkColumns, rows: number) => Promise<void>
  /** The network whole, where no run went to the disk; otherwise its links in order, from, to and weight, block by block. */
  readonly finish: () => Promise<Csr | AsyncIterable<Uint32Array>>
}

export interface LinkColumns {
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** Null: every link weighs 1. */
  readonly weights: Uint32Array | null
}

/** Words of a link on the disk: from, to, weight. */
export const linkWords = 3
/** Rows are copied once while they are sorted. */
const copies = 2
const blockLinks = 1 << 15

export function createLinkSorter(
  words: 2 | 3,
  { nodes, memoryBytes, runPath }: SorterOptions,
): LinkSorter {
  const rows = createLinkRows(words)
  const runs: RecordFile[] = []
  const spill = async () => {
    const csr = sortLinks(rows, nodes, words)
    const path = runPath(runs.length)
    const writer = await createRecordFile(path, { isTemporary: true })
    try {
      for (const block of linksOf(csr)) await writer.write(block)
    } finally {
      await writer.close()
    }
    runs.push({ path, words: linkWords, records: csr.targets.length })
  }
  return {
    async add({ from, to, weights }, count) {
      rows.add(from, to, weights, count)
      if (rows.bytes * copies > memoryBytes) await spill()
    },
    async finish() {
      if (runs.length === 0) return sortLinks(rows, nodes, words)
      await spill()
      const rule = { words: linkWords, keyWords: 2, onEqual: 'add' } as const
      return mergeRecords(runs.map(readRecords), rule)
    },
  }
}

function* linksOf({ nodes, offsets, targets, weights }: Csr): Generator<Uint32Array> {
  const block = new Uint32Array(blockLinks * linkWords)
  let used = 0
  for (let node = 0; node < nodes; node++) {
    for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
      block[used] = node
      block[used + 1] = targets[link] as number
      block[used + 2] = weights[link] as number
      used += linkWords
      if (used < block.length) continue
      yield block
      used = 0
    }
  }
  yield block.subarray(0, used)
}
