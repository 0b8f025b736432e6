import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database, Transaction } from './database.ts'
import { decodeDocument, encodeDocument } from './sealing/documentJson.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { Position, Positions } from './store.ts'

export function openPositions(database: Database, keys: StoreKeys): Positions {
  const keyOf = (name: string) => keys.keyOf('positions', utf8(name))
  const write = (tx: Transaction, { name, value }: Position) => {
    const key = keyOf(name)
    tx.put(key, keys.seal(key, encodeDocument(value)))
  }
  return {
    async get<T>(name: string) {
      const key = keyOf(name)
      const sealed = await database.get(key)
      return sealed === undefined ? null : decodeDocument<T>(keys.open(key, sealed))
    },
    async set(position, tx) {
      if (tx !== undefined) write(tx, position)
      else await database.transact((inner) => write(inner, position))
    },
    remove: (name) => database.transact((tx) => tx.delete(keyOf(name))),
  }
}
