import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fileError } from '../../files/atomicFile.ts'

const fileName = 'build.lock'

/** Holds a folder for one build at a time; that of a process which ended is taken over. Throws `store.locked`. */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, fileName)
  await claim(path).catch(async (cause: unknown) => {
    if (!isTaken(cause)) throw fileError(path, cause)
    if (await isHeld(path)) throw new MeshError('store.locked', { details: { path } })
    await rm(path, { force: true })
    await claim(path).catch((again: unknown) => {
      throw isTaken(again)
        ? new MeshError('store.locked', { details: { path } })
        : fileError(path, again)
    })
  })
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
}

async function claim(path: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(String(process.pid))
}

async function isHeld(path: string): Promise<boolean> {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''))
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isTaken(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException | null)?.code === 'EEXIST'
}
