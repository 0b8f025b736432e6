import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isMissing } from './errno.ts'

/**
 * Makes a folder, for its owner alone, and those above it. Not `mkdir`'s own recursion: where the system refuses a name
 * with ENOENT although the parent is there, as below /proc, that one tries for ever.
 */
export async function makeFolder(path: string): Promise<void> {
  const refused = await tryMake(path)
  if (refused === null) return
  const parent = dirname(path)
  const isParentMissing = await stat(parent).then(() => false, isMissing)
  if (!isParentMissing || parent === path) throw refused
  await makeFolder(parent)
  const again = await tryMake(path)
  if (again !== null) throw again
}

/** Null once there is a folder; else the refusal, if another folder above may mend it. */
async function tryMake(path: string): Promise<Error | null> {
  try {
    await mkdir(path, { mode: 0o700 })
    return null
  } catch (cause) {
    if (await isFolder(path)) return null
    if (isMissing(cause)) return cause as Error // isMissing says so
    throw cause
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
