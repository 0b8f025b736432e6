import { join } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { Level } from 'level'

/**
 * Takes the directory for this process, or throws `store.locked`. LevelDB's lock is the operating system's, so a
 * kill frees it and a number written to a file cannot lie about a process of the same number.
 */
export async function takeOwnership(dir: string): Promise<AsyncDisposable> {
  const lock = new Level(join(dir, 'owner'))
  try {
    await lock.open()
  } catch (cause) {
    throw new MeshError('store.locked', { details: { dir }, cause })
  }
  return { [Symbol.asyncDispose]: () => lock.close() }
}
