import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Awaitable, Transaction } from '../database.ts'

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

/** The changes of a batch that is being put together, visible to the transactions that build it. */
export function createPendingChanges(
  read: (key: Uint8Array) => Awaitable<Bytes | undefined>,
): PendingChanges {
  const accepted = new Map<string, Change>()
  let bytes = 0
  return {
    begin: () => openTransaction(accepted, read),
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

function openTransaction(
  accepted: ReadonlyMap<string, Change>,
  read: (key: Uint8Array) => Awaitable<Bytes | undefined>,
): OpenTransaction {
  const changes = new Map<string, Change>()
  return {
    changes,
    get(key) {
      const name = nameOf(key)
      const change = changes.get(name) ?? accepted.get(name)
      // Values come from this store's own sealing, which allocates plain ArrayBuffers.
      return change === undefined ? read(key) : ((change.value as Bytes | null) ?? undefined)
    },
    put: (key, value) => void changes.set(nameOf(key), { key, value }),
    delete: (key) => void changes.set(nameOf(key), { key, value: null }),
  }
}

// A string of one character a byte: the cheapest thing a Map can compare by content.
function nameOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')
}
