import { join } from 'node:path'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { Database } from './database.ts'
import { openDocuments } from './documents.ts'
import { type LevelTuning, openLevelDatabase } from './engine/levelDatabase.ts'
import { openEnrolments } from './enrolments.ts'
import type { MasterKey } from './masterKey.ts'
import { pinNetwork } from './networkPin.ts'
import { openNonces } from './nonces.ts'
import { openOutcomes } from './outcomes.ts'
import { openPositions } from './positions.ts'
import { openScores } from './scores.ts'
import { identifyStore } from './sealing/storeFormat.ts'
import { deriveStoreKeys } from './sealing/storeKeys.ts'
import { createShredding } from './shredding.ts'
import type { Store } from './store.ts'
import type { StoreParts } from './storeParts.ts'
import { openVault } from './vault.ts'

interface StoreOptions {
  readonly masterKey: MasterKey
  readonly nacl: NaclSuite
  readonly tuning?: LevelTuning
}

/**
 * Opens (or creates) the store in a folder. Throws `store.locked`, `store.wrong_key`, `store.format_unknown`,
 * `store.corrupt` or `store.disk_full`; then nothing was changed.
 */
export async function openStore(
  folder: string,
  { masterKey, nacl, tuning }: StoreOptions,
): Promise<Store> {
  return openStoreOn(await openLevelDatabase(join(folder, 'leveldb'), tuning), { masterKey, nacl })
}

/** The store on an engine that is open; closes it, also when the store itself cannot be opened. */
export async function openStoreOn(
  database: Database,
  { masterKey, nacl }: Omit<StoreOptions, 'tuning'>,
): Promise<Store> {
  try {
    const storeId = await identifyStore(database, masterKey, nacl)
    const keys = deriveStoreKeys(masterKey, { nacl, storeId })
    const shredding = createShredding(database)
    await shredding.cleanRows() // what a crash left of an erasure
    return storeOver({ database, keys, shredding })
  } catch (error) {
    await database.close()
    throw error
  }
}

function storeOver(parts: StoreParts): Store {
  const { database, keys, shredding } = parts
  const positions = openPositions(database, keys)
  const vault = openVault({ ...parts, setPosition: positions.set })
  const outcomes = openOutcomes(parts)
  const enrolments = openEnrolments(parts)
  const scores = openScores(parts)
  return {
    ...{ vault, outcomes, enrolments, scores, positions },
    nonces: openNonces(database, keys),
    documents: (kind, options) => openDocuments(parts, kind, options),
    pinNetwork: (network) => pinNetwork(database, keys, network),
    transact: database.transact,
    eraseSubject: async (tag) => ({
      vault: await vault.erase(tag),
      outcomes: await outcomes.erase(tag),
      enrolment: await enrolments.erase(tag),
      scores: await scores.erase(tag),
    }),
    shred: () => shredding.cleanAll(),
    async close() {
      await database.close()
      keys.wipe()
    },
  }
}
