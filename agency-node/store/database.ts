import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { KeyRange } from './keyspace.ts'

export type Awaitable<T> = T | Promise<T>
export type Entry = readonly [key: Bytes, value: Bytes]

/**
 * The engine beneath the store: ordered bytes to bytes, serial transactions. LevelDB implements it (engine/); a table
 * (key bytea primary key, value bytea) of a shared database can. All throw MeshErrors: `store.disk_full`,
 * `store.corrupt`, `store.unavailable`.
 */
export interface Database {
  /** Reads at once where the engine can: an embedded one answers without a promise. */
  get(key: Uint8Array): Awaitable<Bytes | undefined>
  /** Whether each of many keys is there: one question to the engine, answered beside this thread where it can. */
  has(keys: readonly Uint8Array[]): Promise<readonly boolean[]>
  /** Entries in the order of their keys, as they were when the iteration began. */
  entries(range: KeyRange): AsyncIterable<Entry>
  /**
   * Runs `work` alone, with all earlier transactions visible, and writes its changes as one atomic batch. When the
   * promise resolves the batch is flushed to the disk; with `isDurable: false`, only handed to the operating system,
   * which survives a killed process but not a power cut. Whatever `work` throws, nothing of it is written.
   */
  transact<T>(work: (tx: Transaction) => Awaitable<T>, options?: TransactOptions): Promise<T>
  /**
   * Removes from the files what was deleted or overwritten in these ranges by transactions that have ended. Their bounds
   * are no keys.
   */
  shred(ranges: readonly KeyRange[]): Promise<void>
  /** Waits for transactions under way, then gives the files back. */
  close(): Promise<void>
}

export interface TransactOptions {
  readonly isDurable?: boolean
}

/** Valid until the work that it was given to returns. */
export interface Transaction {
  get(key: Uint8Array): Awaitable<Bytes | undefined>
  /** Asks for many keys at once which are there, so that `get` need not look for those that are not. */
  lookUp(keys: readonly Uint8Array[]): Promise<void>
  put(key: Uint8Array, value: Uint8Array): void
  delete(key: Uint8Array): void
}
