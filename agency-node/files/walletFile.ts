import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { WalletStore } from '@creditmesh/sdk/client/subject/walletState.ts'
import type { JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { createAtomically, fileError, isMissing, readIfPresent } from './atomicFile.ts'

const fileName = /^wallet-(\d{8})\.json$/

/**
 * Keeps a person's wallet in a folder, a file a version, readable by its owner alone. Of several processes that
 * change the wallet at once one wins each version and the others get `store.conflict`.
 */
export function walletFileIn(folder: string): WalletStore {
  return {
    async load() {
      for (;;) {
        const version = await newestVersion(folder)
        if (version === 0) return null
        const text = await readIfPresent(pathOf(folder, version))
        // Gone meanwhile: another process has replaced it by a newer one.
        if (text !== null) return parse(text, folder)
      }
    },
    async save(document, replacesVersion) {
      const version = replacesVersion + 1
      if ((await newestVersion(folder)) !== replacesVersion) throw new MeshError('store.conflict')
      await createAtomically(pathOf(folder, version), `${JSON.stringify(document)}\n`)
      // One who slept since it looked may claim a version whose successor has come already: then it lost.
      if ((await newestVersion(folder)) !== version) throw new MeshError('store.conflict')
      await removeOlder(folder, replacesVersion)
    },
  }
}

async function newestVersion(folder: string): Promise<number> {
  return Math.max(0, ...(await versionsIn(folder)))
}

/** The version before stays as a copy, in case the newest is lost to a fault of the disk. */
async function removeOlder(folder: string, than: number): Promise<void> {
  const older = (await versionsIn(folder)).filter((version) => version < than)
  for (const version of older) await rm(pathOf(folder, version), { force: true })
}

async function versionsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return []
    throw fileError(folder, cause)
  })
  return names.map((name) => Number(fileName.exec(name)?.[1] ?? 0))
}

function pathOf(folder: string, version: number): string {
  return join(folder, `wallet-${String(version).padStart(8, '0')}.json`)
}

function parse(text: string, folder: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MeshError('store.corrupt', {
      detail: 'the wallet file is not JSON; the version before it lies beside it',
      details: { folder },
      cause,
    })
  }
}
