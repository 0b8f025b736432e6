import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LinkRows } from '@creditmesh/agency-node/scoring/graph/linkRows.ts'

/** Writes offsets.u32 and targets.u32 (little-endian, compressed sparse rows) for peers in other languages; gives the links. */
export async function writeNetwork(rows: LinkRows, folder: string): Promise<number> {
  const offsets = new Uint32Array(rows.nodes + 1)
  const file = await open(join(folder, 'targets.u32'), 'w')
  let links = 0
  try {
    for (const batch of rows.batches()) {
      for (let row = 0; row + 1 < batch.offsets.length; row++) {
        offsets[batch.firstNode + row + 1] = links + (batch.offsets[row + 1] as number)
      }
      links += batch.targets.length
      await file.writeFile(bytesOf(batch.targets))
    }
  } finally {
    await file.close()
  }
  const other = await open(join(folder, 'offsets.u32'), 'w')
  try {
    await other.writeFile(bytesOf(offsets))
  } finally {
    await other.close()
  }
  return links
}

/** Scores that a peer wrote, one a node. */
export async function readScores(file: string): Promise<Float64Array> {
  const bytes = await readFile(file)
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
