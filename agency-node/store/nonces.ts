import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database } from './database.ts'
import { rangeOf } from './keyspace.ts'
import { decodeDocument, encodeDocument } from './sealing/documentJson.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { Nonces } from './store.ts'

export function openNonces(database: Database, keys: StoreKeys): Nonces {
  const keyOf = (nonce: string) => keys.keyOf('nonces', utf8(nonce))
  return {
    load: () => loadNonces(database, keys),
    put: (nonce, expiresAtSec) =>
      database.transact(
        (tx) => {
          const key = keyOf(nonce)
          tx.put(key, keys.seal(key, encodeDocument([nonce, expiresAtSec])))
        },
        { isDurable: false },
      ),
    deleteMany: (nonces) =>
      database.transact(
        (tx) => {
          for (const nonce of nonces) tx.delete(keyOf(nonce))
        },
        { isDurable: false },
      ),
  }
}

async function* loadNonces(
  database: Database,
  keys: StoreKeys,
): AsyncGenerator<readonly [string, number]> {
  for await (const [key, sealed] of database.entries(rangeOf('nonces'))) {
    yield decodeDocument<[string, number]>(keys.open(key, sealed))
  }
}
