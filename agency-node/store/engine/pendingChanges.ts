import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database, Transaction } from '../database.ts'

/** A deletion has no value. */
export interface Change {
  readonly key: Uint8Array
  readonly value: Uint8Array | null
}

export interface PendingChanges {
  begin(): OpenTransaction
  /** Adds the transaction's changes to the pending ones. One that is not accepted leaves nothing. */
  accept(tx: OpenTransaction): void
  changes(): readonly Change[]
  byteLength(): number
}

export interface OpenTransaction extends Transaction {
  readonly changes: ReadonlyMap<string, Change>
}

type Reader = Pick<Database, 'get' | 'has'>

/** The changes of a batch that is being put together, visible to the transactions that build it. */
export function createPendingChanges(reader: Reader): PendingChanges {
  const accepted = new Map<string, Change>()
  let bytes = 0
  return {
    begin: () => openTransaction(accepted, reader),
    accept(tx) {
      for (const [name, change] of tx.changes) {
        accepted.set(name, change)
        bytes += change.key.length + (change.value?.length ?? 0)
      }
    },
    changes: () => [...accepted.values()],
    byteLength: () => bytes,
  }
}

function openTransaction(accepted: ReadonlyMap<string, Change>, reader: Reader): OpenTransaction {
  const changes = new Map<string, Change>()
  // In the engine: nothing else writes to it while a transaction runs.
  const absent = new Set<string>()
  return {
    changes,
    get(key) {
      const name = nameOf(key)
      const change = changes.get(name) ?? accepted.get(name)
      // Values come from this store's own sealing, which allocates plain ArrayBuffers.
      if (change !== undefined) return (change.value as Bytes | null) ?? undefined
      return absent.has(name) ? undefined : reader.get(key)
    },
    async lookUp(keys) {
      const unknown = keys.filter((key) => !absent.has(nameOf(key)))
      const found = await reader.has(unknown)
      for (const [i, key] of unknown.entries()) if (found[i] === false) absent.add(nameOf(key))
    },
    put: (key, value) => void changes.set(nameOf(key), { key, value }),
    delete: (key) => void changes.set(nameOf(key), { key, value: null }),
  }
}

// A string of one character a byte: the cheapest thing a Map can compare by content.
function nameOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')
}
