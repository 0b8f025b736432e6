import { randomUUID } from 'node:crypto'
import { type FileHandle, link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { errnoOf, isMissing } from './errno.ts'
import { makeFolder } from './makeFolder.ts'

export { isMissing } from './errno.ts'

/**
 * Puts a file in place whole or not at all, flushed, readable by its owner alone: after a kill or a power cut the
 * old content or the new one is there. Throws `store.disk_full`, `store.unavailable`.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.new`
  try {
    await writeFlushed(temporary, content)
    await rename(temporary, path)
    await flushFolder(dirname(path))
  } catch (cause) {
    await discard(temporary)
    throw fileError(path, cause)
  }
}

/**
 * As `writeAtomically`, for a name that must be new: of several processes one wins. Throws `store.conflict` for the
 * others.
 */
export async function createAtomically(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.new`)
  try {
    await writeFlushed(temporary, content)
    await link(temporary, path) // fails if the name exists, as a rename would not
    await flushFolder(dirname(path))
  } catch (cause) {
    throw isNameTaken(cause) ? new MeshError('store.conflict', { cause }) : fileError(path, cause)
  } finally {
    await discard(temporary)
  }
}

/** Quietly: the first failure is the one to tell. */
async function discard(temporary: string): Promise<void> {
  await rm(temporary, { force: true }).catch(() => undefined)
}

// A folder whose name a file has taken gives the same code, from mkdir.
function isNameTaken(cause: unknown): boolean {
  return errnoOf(cause) === 'EEXIST' && (cause as NodeJS.ErrnoException).syscall === 'link'
}

/** Writes and flushes a file of its own; the folder is made if need be. */
async function writeFlushed(path: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path))
  await using file: FileHandle = await open(path, 'w', 0o600)
  await file.writeFile(content)
  await file.sync()
}

/** A new name in a folder is durable only once the folder is flushed; Windows cannot and need not. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  await using folder = await open(path, 'r')
  await folder.sync()
}

/** Reads a text file; null where there is none. Throws `store.unavailable`. */
export async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw fileError(path, cause)
  }
}

export function fileError(path: string, cause: unknown): MeshError {
  if (cause instanceof MeshError) return cause
  const code = errnoOf(cause)
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  const details = { path, ...(code !== undefined && { reason: code }) }
  return new MeshError(isFull ? 'store.disk_full' : 'store.unavailable', { details, cause })
}
