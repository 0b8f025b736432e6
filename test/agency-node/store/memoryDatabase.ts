import type { Database } from '@creditmesh/agency-node/store/database.ts'
import { createGroupCommit } from '@creditmesh/agency-node/store/groupCommit.ts'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'

/** An engine that answers every read by a promise, as a database server would. `rows` survives its closing. */
export function openMemoryDatabase(rows = new Map<string, Bytes>()): Database {
  const reader = {
    get: async (key: Uint8Array) => rows.get(nameOf(key)),
    has: async (keys: readonly Uint8Array[]) => keys.map((key) => rows.has(nameOf(key))),
  }
  const commits = createGroupCommit({
    reader,
    async write(changes) {
      for (const { key, value } of changes) {
        if (value === null) rows.delete(nameOf(key))
        else rows.set(nameOf(key), Uint8Array.from(value))
      }
    },
  })
  return {
    ...reader,
    async *entries({ from, until }) {
      const [first, beyond] = [nameOf(from), nameOf(until)]
      const names = [...rows.keys()].filter((name) => name >= first && name < beyond).sort()
      const snapshot = names.map((name) => [keyOf(name), rows.get(name) as Bytes] as const) // just listed
      yield* snapshot
    },
    transact: commits.transact,
    shred: async () => {},
    close: () => commits.idle(),
  }
}

function nameOf(key: Uint8Array): string {
  return Buffer.from(key).toString('latin1')
}

function keyOf(name: string): Bytes {
  return Uint8Array.from(Buffer.from(name, 'latin1'))
}
