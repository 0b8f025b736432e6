import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fileError } from '../../files/atomicFile.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { createNumberTagger, type NumberTagger } from './numberTagger.ts'
import { readRecords } from './records.ts'
import { tagWords } from './tagTable.ts'

const numbersFile = 'numbers.tags'

/** A folder of calls, of whose files those count that the manifest names. Everything in it is the owner's alone to read. */
export interface CallFolder {
  readonly path: string
  readonly manifest: Manifest
  readonly tagger: NumberTagger
}

/** Opens a folder of calls, an empty one if there is none. Throws `store.wrong_key` where it was built under another key. */
export async function openCallFolder(path: string, key: Uint8Array): Promise<CallFolder> {
  const tagger = createNumberTagger(key)
  const found = await readManifest(path)
  if (found !== null && found.keyCheck !== tagger.keyCheck) {
    tagger.wipe()
    throw new MeshError('store.wrong_key', { details: { path } })
  }
  const manifest = found ?? emptyManifest(tagger.keyCheck)
  return { path, manifest, tagger }
}

/** As `openCallFolder`, for reading: a folder without calls is refused. */
export async function openFilledFolder(path: string, key: Uint8Array): Promise<CallFolder> {
  const folder = await openCallFolder(path, key)
  if (folder.manifest.generation > 0) return folder
  folder.tagger.wipe()
  throw new MeshError('file.not_found', { detail: 'no calls were built here', details: { path } })
}

function emptyManifest(keyCheck: string): Manifest {
  return { format: 'creditmesh/calls/1', keyCheck, generation: 0, numbers: 0, days: [] }
}

export async function prepareFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await chmod(path, 0o700)
  } catch (cause) {
    throw fileError(path, cause)
  }
}

export function numbersPath(folder: string): string {
  return join(folder, numbersFile)
}

/** The tags of all numbers, by id. */
export async function readTags({
  path,
  manifest,
}: Pick<CallFolder, 'path' | 'manifest'>): Promise<Uint32Array> {
  const tags = new Uint32Array(manifest.numbers * tagWords)
  if (manifest.numbers === 0) return tags
  const file = { path: numbersPath(path), words: tagWords, records: manifest.numbers }
  let at = 0
  for await (const block of readRecords(file)) {
    tags.set(block, at)
    at += block.length
  }
  return tags
}

/** Removes what builds that broke off, or this one, left behind. */
export async function removeStrays(folder: string, manifest: Manifest): Promise<void> {
  const named = new Set(manifest.days.map(({ file }) => file))
  for (const name of await readdir(folder)) {
    const isStray = /^day-.*\.(calls|run)$|\.new$/.test(name) && !named.has(name)
    if (isStray) await rm(join(folder, name), { force: true })
  }
}
