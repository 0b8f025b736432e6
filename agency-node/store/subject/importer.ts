import type { Database } from '../database.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { Position, PutReport, SubjectInput, VaultImporter } from '../store.ts'
import { type StagedSubject, stageSubject, writeStaged } from './writeSubject.ts'

interface ImporterParts {
  readonly database: Database
  readonly keys: StoreKeys
  readonly setPosition: (position: Position) => Promise<void>
}

// Large enough to hide the price of a batch, small enough to keep the lane free for others within milliseconds.
const subjectsPerBatch = 256
const batchesInFlight = 2

/** Seals on this thread while the engine writes and flushes batches on another. */
export function createImporter({ database, keys, setPosition }: ImporterParts): VaultImporter {
  let batch: StagedSubject[] = []
  let added = 0
  let stored = 0
  let erased: number[] = []
  let failure: unknown
  const inFlight: Promise<void>[] = []

  async function write(staged: readonly StagedSubject[], first: number): Promise<void> {
    try {
      await database.transact(async (tx) => {
        for (const [i, subject] of staged.entries()) {
          if ((await writeStaged(keys, tx, subject)) === 'erased') erased.push(first + i)
          else stored += 1
        }
      })
    } catch (error) {
      failure ??= error
    }
  }

  async function sendBatch(): Promise<void> {
    inFlight.push(write(batch, added - batch.length))
    batch = []
    if (inFlight.length > batchesInFlight) await inFlight.shift()
    if (failure !== undefined) throw failure
  }

  async function flush(position?: Position): Promise<PutReport> {
    if (batch.length > 0) await sendBatch()
    await Promise.all(inFlight.splice(0))
    if (failure !== undefined) throw failure
    if (position !== undefined) await setPosition(position)
    const report = { stored, erased }
    added = 0
    stored = 0
    erased = []
    return report
  }

  return {
    async add(subject: SubjectInput) {
      batch.push(stageSubject(keys, subject))
      added += 1
      if (batch.length >= subjectsPerBatch) await sendBatch()
    },
    flush,
    close: () => flush(),
  }
}
