import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/**
 * Puts a small file in place whole or not at all, flushed, readable by the owner only: the old content or the new
 * one is there whenever the process or the machine stops. Throws `config.invalid` if it exists and may not be replaced,
 * `store.disk_full`, `store.unavailable`.
 */
export async function writeFileAtomically(
  path: string,
  content: string,
  { replace }: { replace: boolean },
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.new`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFlushed(temporary, content)
    if (replace) await rename(temporary, path)
    else await link(temporary, path) // fails if the name is taken, as a rename would not
    await flushFolder(dirname(path))
  } catch (cause) {
    throw fileError(path, cause)
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined) // the first failure is the one to tell
  }
}

/** Throws `file.not_found`, `store.unavailable`. */
export async function readTextFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw fileError(path, cause)
  })
}

async function writeFlushed(path: string, content: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(content)
  await file.sync()
}

// A new name is durable only once its folder is flushed; Windows cannot and need not.
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  await using folder = await open(path, 'r')
  await folder.sync()
}

function fileError(path: string, cause: unknown): MeshError {
  const { code = 'unknown', syscall } = cause as NodeJS.ErrnoException // what node:fs throws
  const details = { path, reason: code }
  if (code === 'EEXIST' && syscall === 'link') {
    const detail = 'the file exists already and is not replaced'
    return new MeshError('config.invalid', { detail, details, cause })
  }
  if (code === 'ENOENT') return new MeshError('file.not_found', { details, cause })
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new MeshError(isFull ? 'store.disk_full' : 'store.unavailable', { details, cause })
}
