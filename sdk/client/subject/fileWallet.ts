import type { JsonValue } from '../../crypto/canonicalJson.ts'
import { MeshError } from '../../errors.ts'
import { type FileSystem, openDurableFolder } from '../durableFiles.ts'
import type { WalletStore } from './walletState.ts'

const fileName = /^wallet-(\d{8})\.json$/

/** As many versions later nobody still sleeps between looking at the wallet and claiming the next version. */
const keptMarks = 1000

/**
 * A person's wallet in a folder, a file for each version, as the command line keeps it. Of several processes that
 * change it at once one wins, the others get `store.conflict`. Older versions are emptied rather than removed: their names stay
 * taken, so that one who slept since it looked cannot claim a version that had successors. `fs` is the module `node:fs/promises`.
 */
export function createFileWallet(folder: string, fs: FileSystem): WalletStore {
  const files = openDurableFolder(folder, fs)
  const versions = async () =>
    (await files.names()).map((name) => Number(fileName.exec(name)?.[1] ?? 0))
  const newest = async () => Math.max(0, ...(await versions()))
  return {
    async load() {
      for (;;) {
        const version = await newest()
        if (version === 0) return null
        const text = await files.read(nameOf(version))
        const isEmptied = text === null || (text === '' && (await newest()) > version)
        if (!isEmptied) return parse(text)
      }
    },
    async save(document, replacesVersion) {
      if ((await newest()) !== replacesVersion) throw new MeshError('store.conflict')
      await files.create(nameOf(replacesVersion + 1), `${JSON.stringify(document)}\n`)
      // The version before stays as a copy, in case the newest is lost to a fault of the disk.
      if (replacesVersion > 1) await files.replace(nameOf(replacesVersion - 1), '')
      if (replacesVersion > keptMarks) await files.remove(nameOf(replacesVersion - keptMarks))
    },
  }
}

function nameOf(version: number): string {
  return `wallet-${String(version).padStart(8, '0')}.json`
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MeshError('store.corrupt', { detail: 'the wallet file is not JSON', cause })
  }
}
