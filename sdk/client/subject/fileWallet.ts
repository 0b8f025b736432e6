import type { JsonValue } from '../../crypto/canonicalJson.ts'
import { MeshError } from '../../errors.ts'
import { type FileSystem, openDurableFolder } from '../durableFiles.ts'
import type { WalletStore } from './walletState.ts'

const fileName = /^wallet-(\d{8})\.json$/

/**
 * A person's wallet in a folder, a file for each version, as the command line keeps it. Of several processes that
 * change it at once one wins, the others get `store.conflict`. `fs` is the module `node:fs/promises`.
 */
export function createFileWallet(folder: string, fs: FileSystem): WalletStore {
  const files = openDurableFolder(folder, fs)
  const versions = async () =>
    (await files.names()).map((name) => Number(fileName.exec(name)?.[1] ?? 0))
  const newest = async () => Math.max(0, ...(await versions()))
  const requireNewest = async (version: number) => {
    if ((await newest()) !== version) throw new MeshError('store.conflict')
  }
  return {
    async load() {
      for (;;) {
        const version = await newest()
        if (version === 0) return null
        const text = await files.read(nameOf(version))
        // Gone meanwhile: another process has replaced it by a newer one.
        if (text !== null) return parse(text)
      }
    },
    async save(document, replacesVersion) {
      await requireNewest(replacesVersion)
      const version = replacesVersion + 1
      await files.create(nameOf(version), `${JSON.stringify(document)}\n`)
      // One who slept since it looked may claim a version whose successor has come already: then it lost.
      await requireNewest(version)
      // The version before stays as a copy, in case the newest is lost to a fault of the disk.
      const old = (await versions()).filter((known) => known > 0 && known < replacesVersion)
      for (const known of old) await files.remove(nameOf(known))
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
