import type { Awaitable, Database, Transaction, TransactOptions } from './database.ts'
import { type Change, createPendingChanges, type PendingChanges } from './engine/pendingChanges.ts'

export interface GroupCommit {
  transact<T>(work: (tx: Transaction) => Awaitable<T>, options?: TransactOptions): Promise<T>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

interface GroupCommitParts {
  readonly reader: Pick<Database, 'get' | 'has'>
  write(changes: readonly Change[], options: { isDurable: boolean }): Promise<void>
  /** Bounds the bytes of one batch, and with it the wait of whoever comes next. */
  readonly maxBytes?: number
}

interface Job {
  run(pending: PendingChanges): Promise<void>
  readonly isDurable: boolean
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * One lane for all writers: whatever is waiting runs one after the other against the pending changes of those before,
 * and becomes one batch with one flush. So many concurrent requests share the price of a disk's flush, and a
 * transaction sees every earlier one. A job that throws leaves nothing behind and harms no other.
 */
export function createGroupCommit({
  reader,
  write,
  maxBytes = 4 << 20,
}: GroupCommitParts): GroupCommit {
  const waiting: Job[] = []
  let draining: Promise<void> | null = null

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const pending = createPendingChanges(reader)
      const done = await runWaiting(waiting, pending, maxBytes)
      try {
        const changes = pending.changes()
        const isDurable = done.some((job) => job.isDurable)
        if (changes.length > 0) await write(changes, { isDurable })
        for (const job of done) job.resolve()
      } catch (error) {
        for (const job of done) job.reject(error)
      }
    }
    draining = null
  }

  return {
    transact: (work, { isDurable = true } = {}) =>
      new Promise((resolve, reject) => {
        waiting.push(jobOf(work, { isDurable, resolve, reject }))
        draining ??= drain()
      }),
    idle: async () => {
      while (draining !== null) await draining
    },
  }
}

function jobOf<T>(
  work: (tx: Transaction) => Awaitable<T>,
  {
    isDurable,
    resolve,
    reject,
  }: { isDurable: boolean; resolve: (value: T) => void; reject: (error: unknown) => void },
): Job {
  let result: T
  return {
    run: async (pending) => {
      const tx = pending.begin()
      result = await work(tx)
      pending.accept(tx)
    },
    isDurable,
    resolve: () => resolve(result),
    reject,
  }
}

async function runWaiting(
  waiting: Job[],
  pending: PendingChanges,
  maxBytes: number,
): Promise<Job[]> {
  const done: Job[] = []
  while (pending.byteLength() < maxBytes) {
    const job = waiting.shift()
    if (job === undefined) break
    try {
      await job.run(pending)
      done.push(job)
    } catch (error) {
      job.reject(error)
    }
  }
  return done
}
