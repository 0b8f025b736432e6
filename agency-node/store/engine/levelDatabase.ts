import { mkdir, statfs } from 'node:fs/promises'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { ClassicLevel } from 'classic-level'
import { Level } from 'level'
import type { Database, Entry } from '../database.ts'
import { createGroupCommit } from '../groupCommit.ts'
import type { KeyRange } from '../keyspace.ts'
import { fromLevelError } from './levelErrors.ts'
import type { Change } from './pendingChanges.ts'

export interface LevelTuning {
  /** Up to two of these are held in memory. */
  readonly writeBufferSize?: number
  readonly cacheSize?: number
  /** Small enough that erasing one subject rewrites little. */
  readonly maxFileSize?: number
}

type Files = ClassicLevel<Uint8Array, Uint8Array>

const encodings = { keyEncoding: 'view', valueEncoding: 'view' } as const

/** Opens (or creates) the LevelDB folder. Throws `store.locked` if another process owns it, `store.corrupt`. */
export async function openLevelDatabase(
  folder: string,
  { writeBufferSize = 32 << 20, cacheSize = 64 << 20, maxFileSize = 8 << 20 }: LevelTuning = {},
): Promise<Database> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // What is stored is ciphertext: compressing it costs time and saves nothing (PERFORMANCE 2).
  const options = { ...encodings, compression: false, writeBufferSize, cacheSize, maxFileSize }
  // On Node, `level` is classic-level; its own types leave out compaction.
  const files = new Level(folder, options) as unknown as Files
  await openFiles(files)
  const recovery = createRecovery(files, 2 * writeBufferSize)
  const reader = {
    get: (key: Uint8Array) => readFrom(files, key, recovery),
    has: (keys: readonly Uint8Array[]) => findIn(files, keys, recovery),
  }
  const commits = createGroupCommit({
    reader,
    write: (changes, { isDurable }) => recovery.write(() => writeTo(files, changes, isDurable)),
  })
  return {
    ...reader,
    entries: (range) => entriesOf(files, range),
    transact: commits.transact,
    shred: (ranges) => shred(files, ranges),
    async close() {
      recovery.end()
      await commits.idle()
      await files.close()
    },
  }
}

async function openFiles(files: Files): Promise<void> {
  try {
    await files.open()
  } catch (error) {
    throw fromLevelError(error)
  }
}

function readFrom(files: Files, key: Uint8Array, recovery: Recovery) {
  const reopening = recovery.reopening()
  if (reopening !== null) return reopening.then(() => readNow(files, key))
  return readNow(files, key)
}

function readNow(files: Files, key: Uint8Array): Bytes | undefined {
  try {
    const value = files.getSync(key)
    return value === undefined ? undefined : plain(value)
  } catch (error) {
    throw fromLevelError(error)
  }
}

async function findIn(
  files: Files,
  keys: readonly Uint8Array[],
  recovery: Recovery,
): Promise<readonly boolean[]> {
  await recovery.reopening()
  try {
    return await files.hasMany([...keys])
  } catch (error) {
    throw fromLevelError(error)
  }
}

// The addon gives Buffers, whose slice() is no copy: nobody above this file should have to know.
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Bytes {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength) // it allocates plain ArrayBuffers
}

async function writeTo(
  files: Files,
  changes: readonly Change[],
  isDurable: boolean,
): Promise<void> {
  const operations = changes.map(({ key, value }) =>
    value === null ? { type: 'del' as const, key } : { type: 'put' as const, key, value },
  )
  await files.batch(operations, { ...encodings, sync: isDurable })
}

async function* entriesOf(files: Files, { from, until }: KeyRange): AsyncGenerator<Entry> {
  try {
    for await (const [key, value] of files.iterator({ gte: from, lt: until })) {
      yield [plain(key), plain(value)]
    }
  } catch (error) {
    throw fromLevelError(error)
  }
}

/**
 * What was deleted or overwritten stays in LevelDB's files until a compaction merges the newer entry into it. One manual
 * compaction is not enough: both may sit in one file at the deepest level, which is then left alone. A deletion of
 * either bound, which spans the range and is flushed above that file, makes the second compaction rewrite it.
 */
async function shred(files: Files, ranges: readonly KeyRange[]): Promise<void> {
  try {
    // One range after the other: bounds of several, flushed together, would span all that lies between.
    for (const { from, until } of ranges) {
      await files.compactRange(from, until)
      const bounds = [from, until].map((key) => ({ type: 'del' as const, key }))
      await files.batch(bounds, { ...encodings, sync: true })
      await files.compactRange(from, until)
    }
  } catch (error) {
    throw fromLevelError(error)
  }
}

interface Recovery {
  reopening(): Promise<void> | null
  write(work: () => Promise<void>): Promise<void>
  /** From now on nothing is opened again. */
  end(): void
}

/**
 * After a failed write the tail of LevelDB's log is undefined, and records appended to it could be lost when it is
 * read back. So nothing is written until the files were closed and opened again, which ends that log. That needs
 * space: until there is some, writes fail and reads go on.
 */
function createRecovery(files: Files, neededBytes: number): Recovery {
  let hasFailed = false
  let hasEnded = false
  let reopening: Promise<void> | null = null

  async function reopen(): Promise<void> {
    const { bavail, bsize } = await statfs(files.location)
    if (bavail * bsize < neededBytes) throw new MeshError('store.disk_full')
    reopening = files.close().then(() => openFiles(files))
    try {
      await reopening
      hasFailed = false
    } finally {
      reopening = null
    }
  }

  return {
    reopening: () => reopening,
    async write(work) {
      if (hasFailed && !hasEnded) await reopen()
      try {
        await work()
      } catch (error) {
        hasFailed = true
        throw fromLevelError(error)
      }
    },
    end() {
      hasEnded = true
    },
  }
}
