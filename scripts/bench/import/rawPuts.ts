import { createRandom } from '@creditmesh/agency-node/records/generate/random.ts'
import { Level } from 'level'

/** What an import left in its database, to be put once more without an import around it. */
export type Entries = readonly (readonly [key: Uint8Array, value: Uint8Array])[]

// Those of store/engine/levelDatabase.ts.
const options = {
  ...{ keyEncoding: 'view', valueEncoding: 'view', compression: false },
  ...{ writeBufferSize: 32 << 20, cacheSize: 64 << 20, maxFileSize: 8 << 20 },
}

/** Every entry, out of order: keys are hashes, and an import writes them as they come. */
export async function readEntries(folder: string): Promise<Entries> {
  const database = await openLevel(folder)
  const entries = await database.iterator().all()
  await database.close()
  return shuffle(entries)
}

/** Seconds that LevelDB takes for the entries alone, in flushed batches of `batchSize`. */
export async function putRaw(folder: string, entries: Entries, batchSize: number): Promise<number> {
  const database = await openLevel(folder)
  const start = performance.now()
  for (let i = 0; i < entries.length; i += batchSize) {
    const batch = entries.slice(i, i + batchSize)
    // `sync` is an option of classic-level that the common types do not know.
    const flushed = { sync: true } as object
    await database.batch(
      batch.map(([key, value]) => ({ type: 'put', key, value })),
      flushed,
    )
  }
  const seconds = (performance.now() - start) / 1000
  await database.close()
  return seconds
}

async function openLevel(folder: string): Promise<Level<Uint8Array, Uint8Array>> {
  const database = new Level<Uint8Array, Uint8Array>(folder, options)
  await database.open()
  return database
}

/** Fisher and Yates' shuffle, the same each time. */
function shuffle(entries: Entries): Entries {
  const random = createRandom('raw puts')
  const shuffled = [...entries]
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [shuffled[i], shuffled[j]]
    if (a === undefined || b === undefined) continue
    shuffled[i] = b
    shuffled[j] = a
  }
  return shuffled
}
