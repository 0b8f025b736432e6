import { join } from 'node:path'
import { fromLevelError } from '@creditmesh/agency-node/store/engine/levelErrors.ts'
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
    // A folder that cannot be written is not one that somebody else has.
    const { code } = fromLevelError(cause)
    throw new MeshError(code, { details: { dir }, cause })
  }
  return { [Symbol.asyncDispose]: () => lock.close() }
}
