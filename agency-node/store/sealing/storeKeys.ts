import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { createKeyedHash, type KeyedHash } from '../../native/keyedHash.ts'
import { keyIn, keyspace, type Space } from '../keyspace.ts'
import type { MasterKey } from '../masterKey.ts'
import { type ContentPart, createSealer, type Sealer } from './sealer.ts'

/** What the parts of a store need of its keys; the keys themselves stay inside. */
export interface StoreKeys {
  readonly nacl: NaclSuite
  /** For values under a key of their own: the records of a subject. */
  readonly sealer: Sealer
  /** The blind index: one key on disk for a value, which nobody without the master key can compute or invert. */
  index(space: Space, value: Uint8Array): Bytes
  /** `index` as a key of the database. */
  keyOf(space: Space, value: Uint8Array): Bytes
  /** Seals and opens for a key of the database, by the key of its space. */
  seal(databaseKey: Uint8Array, ...content: readonly ContentPart[]): Bytes
  open(databaseKey: Uint8Array, sealed: Uint8Array): Bytes
  wipe(): void
}

// Rows outside the records are overwritten in place: no reader knows which version to expect.
const anyVersion = 0

/** Derives every key of one store from the master key, separated by store, space and use. */
export function deriveStoreKeys(
  masterKey: MasterKey,
  { nacl, storeId }: { nacl: NaclSuite; storeId: Uint8Array },
): StoreKeys {
  const indexes = new Map<string, KeyedHash>()
  const sealKeys: Bytes[] = []
  for (const [name, { number }] of Object.entries(keyspace)) {
    indexes.set(name, createKeyedHash(masterKey.derive(`index/${number}`, storeId)))
    sealKeys[number] = masterKey.derive(`seal/${number}`, storeId)
  }
  const index = (space: Space, value: Uint8Array) => (indexes.get(space) as KeyedHash).of(value) // filled for every space above
  const sealKeyOf = (databaseKey: Uint8Array) => sealKeys[databaseKey[0] ?? 0] as Bytes // as above
  const sealer = createSealer(nacl)
  return {
    nacl,
    sealer,
    index,
    keyOf: (space, value) => keyIn(space, index(space, value)),
    seal: (key, ...content) =>
      sealer.seal(sealKeyOf(key), { key, version: anyVersion }, ...content),
    open: (key, sealed) => sealer.open(sealKeyOf(key), { key, version: anyVersion }, sealed),
    wipe() {
      for (const index of indexes.values()) index.wipe()
      for (const key of sealKeys) key?.fill(0)
    },
  }
}
