import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/**
 * Puts a small file in place whole or not at all, flushed, readable by the owner only: the old content or the new
 * one is there whenever the process or the machine stops. Throws `config.invalid` if it exists and may not be replaced.
 */
export async function writeFileAtomically(
  path: string,
  content: string,
  { replace }: { replace: boolean },
): Promise<void> {
  if (!replace && (await exists(path))) {
    throw new MeshError('config.invalid', { detail: 'the file exists already', details: { path } })
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.new`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await flushFolder(dirname(path))
}

/** Throws `file.not_found`. */
export async function readTextFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

// The rename itself is durable only once its folder is flushed; Windows cannot and need not.
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
