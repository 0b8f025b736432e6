import { open } from 'node:fs/promises'
import { fileError } from '../../files/atomicFile.ts'
import { createNumberTable, type NumberTable } from '../numberTable.ts'
import { batchRows } from '../reading/callBatch.ts'
import {
  type FileReport,
  type ReadOptions,
  readCallFile,
  type TakeCalls,
} from '../reading/readCallFile.ts'
import {
  type CallFolder,
  numbersPath,
  openCallFolder,
  prepareFolder,
  readTags,
  removeStrays,
} from './callFolder.ts'
import { createDaySpool } from './daySpool.ts'
import { createDayWriter } from './dayWriter.ts'
import { lockFolder } from './folderLock.ts'
import { writeManifest } from './manifest.ts'
import type { NumberTagger } from './numberTagger.ts'
import { createTagTable, type TagTable, tagWords } from './tagTable.ts'

export interface BuildOptions extends Omit<ReadOptions, 'onProgress'> {
  readonly key: Uint8Array
  /** Calls kept in memory before sorted runs go to the disk; the tables of numbers come on top. */
  readonly memoryBytes?: number
  readonly onProgress?: (done: {
    readonly file: string
    readonly bytes: number
    readonly totalBytes: number
  }) => void
}

export interface BuildReport {
  readonly files: readonly (FileReport & { readonly file: string })[]
  /** New calls, new numbers, and calls that were here or in the files already. */
  readonly added: number
  readonly numbersAdded: number
  readonly duplicates: number
  /** Days whose calls changed, yyyy-mm-dd. */
  readonly days: readonly string[]
  /** Of the whole folder. */
  readonly calls: number
  readonly numbers: number
}

const defaultMemory = 512 << 20

/**
 * Adds files of calls to a folder, a call that is there already changing nothing. All files or none: the manifest is replaced last, and whatever ends
 * the process before has changed nothing. Files in any order and number give the same networks, bit by bit.
 * Throws `store.locked`, `store.wrong_key`, `store.disk_full`, and what `readCallFile` throws.
 */
export async function buildCalls(
  path: string,
  files: readonly string[],
  options: BuildOptions,
): Promise<BuildReport> {
  await prepareFolder(path)
  await using _lock = await lockFolder(path)
  const folder = await openCallFolder(path, options.key)
  try {
    await removeStrays(path, folder.manifest)
    return await addFiles(folder, files, options)
  } finally {
    folder.tagger.wipe()
  }
}

async function addFiles(
  folder: CallFolder,
  files: readonly string[],
  { key: _key, memoryBytes = defaultMemory, onProgress, ...reading }: BuildOptions,
): Promise<BuildReport> {
  const { path, manifest, tagger } = folder
  const numbers = createNumberTable()
  const spool = createDaySpool()
  const tags = createTagTable(await readTags(folder))
  const mapper = createIdMapper(numbers, tags, tagger)
  const writer = createDayWriter(folder, mapper)
  const take = spoolInto(spool, numbers)
  const reports: BuildReport['files'][number][] = []
  for (const file of files) {
    const report = await readCallFile(
      file,
      (batch, rows) => {
        take(batch, rows)
        return spool.bytes > memoryBytes ? writer.spill(spool) : undefined
      },
      {
        ...reading,
        onProgress: (bytes, totalBytes) => onProgress?.({ file, bytes, totalBytes }),
      },
    )
    reports.push({ ...report, file })
  }
  const written = await writer.finish(spool)
  const changed = written.changed.length > 0
  if (changed) {
    await appendTags(path, manifest.numbers, tags)
    const next = {
      ...manifest,
      generation: manifest.generation + 1,
      numbers: tags.size,
      days: [...written.days],
    }
    await writeManifest(path, next)
    await removeStrays(path, next)
  }
  return {
    files: reports,
    ...{ added: written.added, duplicates: written.duplicates, days: written.changed },
    numbersAdded: tags.size - manifest.numbers,
    calls: written.days.reduce((sum, { calls }) => sum + calls, 0),
    numbers: tags.size,
  }
}

function spoolInto(spool: ReturnType<typeof createDaySpool>, numbers: NumberTable): TakeCalls {
  const from = new Uint32Array(batchRows)
  const to = new Uint32Array(batchRows)
  return (batch, rows) => {
    numbers.idsOf({ high: batch.fromHigh, low: batch.fromLow }, rows, from)
    numbers.idsOf({ high: batch.toHigh, low: batch.toLow }, rows, to)
    spool.add({ seconds: batch.seconds, durations: batch.durations, from, to }, rows)
  }
}

/** Turns the ids of this build into those of the folder. */
export type IdMapper = () => Uint32Array

function createIdMapper(numbers: NumberTable, tags: TagTable, tagger: NumberTagger): IdMapper {
  let known = new Uint32Array()
  return () => {
    if (known.length === numbers.size) return known
    const { high, low } = numbers.numbers()
    const ids = new Uint32Array(numbers.size)
    ids.set(known)
    const tag = new Uint32Array(tagWords)
    for (let id = known.length; id < ids.length; id++) {
      tagger.tag(high[id] as number, low[id] as number, tag, 0)
      ids[id] = tags.idOf(tag, 0)
    }
    known = ids
    return known
  }
}

/** Writes the new tags behind the old ones; whatever a build that broke off left there is overwritten. */
async function appendTags(folder: string, from: number, tags: TagTable): Promise<void> {
  const path = numbersPath(folder)
  try {
    await using file = await open(path, from === 0 ? 'w' : 'r+', 0o600)
    const words = tags.tags().subarray(from * tagWords)
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
    const start = from * tagWords * Uint32Array.BYTES_PER_ELEMENT
    for (let at = 0; at < bytes.length; ) {
      at += (await file.write(bytes, at, bytes.length - at, start + at)).bytesWritten
    }
    await file.sync()
  } catch (cause) {
    throw fileError(path, cause)
  }
}
