import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { openLevelDatabase } from '@creditmesh/agency-node/store/engine/levelDatabase.ts'
import { keyIn } from '@creditmesh/agency-node/store/keyspace.ts'
import { masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import type { Store, SubjectInput } from '@creditmesh/agency-node/store/store.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { creditFile } from './creditFiles.ts'

export interface VaultFigures {
  readonly subjectsPerSec: number
  readonly recordsPerSec: number
  /** The same records in clear, a put each, straight into LevelDB: same options, same sizes of batch, same flushes. */
  readonly rawPutsPerSec: number
  readonly shareOfRaw: number
  readonly readsPerSec: number
}

/**
 * Imports made-up people into an encrypted vault, reads them by tag, and puts the same bytes raw beside it. The two take
 * turns, so that what else the machine does weighs on both.
 */
export async function benchVault({ subjects = 20_000, rounds = 5 } = {}): Promise<VaultFigures> {
  const sizes = { files: 0, records: 0 }
  const took = { raw: 0, import: 0, reads: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const count = Math.round(subjects / rounds)
    const files = Array.from({ length: count }, (_, i) => creditFile(round * count + i))
    sizes.files += files.length
    sizes.records += files.reduce((sum, file) => sum + recordsOf(file).length, 0)
    took.raw += await inFolder((folder) => putRaw(folder, files))
    const vault = await inFolder((folder) => importAndRead(folder, files))
    took.import += vault.importSec
    took.reads += vault.readSec
  }
  return {
    subjectsPerSec: Math.round(sizes.files / took.import),
    recordsPerSec: Math.round(sizes.records / took.import),
    rawPutsPerSec: Math.round(sizes.records / took.raw),
    shareOfRaw: Number((took.raw / took.import).toFixed(3)),
    readsPerSec: Math.round(sizes.files / took.reads),
  }
}

async function importAndRead(folder: string, files: readonly SubjectInput[]) {
  const { nacl } = await chooseCryptoSuites()
  const store = await openStore(folder, { masterKey: masterKeyOf(randomKey()), nacl })
  const importSec = await secondsOf(() => importAll(store, files))
  const readSec = await secondsOf(() => readAll(store, files))
  await store.close()
  return { importSec, readSec }
}

export interface CommitFigures {
  /** Durable puts of 1 KB from 64 at once, each awaited before its next. */
  readonly groupedPerSec: number
  /** The same with a flush a put, as LevelDB's own interface invites. */
  readonly flushEachPerSec: number
}

/** Shows what sharing a flush is worth. */
export async function benchGroupCommit({ seconds = 2, writers = 64 } = {}): Promise<CommitFigures> {
  const value = randomBytes(1024)
  const grouped = await inFolder(async (folder) => {
    const database = await openLevelDatabase(folder)
    const put = () =>
      database.transact((tx) => tx.put(keyIn('legs', Uint8Array.from(randomBytes(16))), value))
    const perSec = await repeatBy(writers, seconds, put)
    await database.close()
    return perSec
  })
  const flushEach = await inFolder(async (folder) => {
    const { Level } = await import('level')
    const level = new Level<Uint8Array, Uint8Array>(folder, rawOptions)
    // `sync` is an option of classic-level that the common types do not know.
    const options = { sync: true } as object
    const perSec = await repeatBy(writers, seconds, () =>
      level.put(randomBytes(16), value, options),
    )
    await level.close()
    return perSec
  })
  return { groupedPerSec: Math.round(grouped), flushEachPerSec: Math.round(flushEach) }
}

const rawOptions = {
  ...{ keyEncoding: 'view', valueEncoding: 'view', compression: false },
  ...{ writeBufferSize: 32 << 20, cacheSize: 64 << 20, maxFileSize: 8 << 20 },
}
const subjectsPerBatch = 1024

function recordsOf({ identity, records }: SubjectInput): readonly unknown[] {
  return identity === undefined ? records : [identity, ...records]
}

async function putRaw(folder: string, files: readonly SubjectInput[]): Promise<number> {
  const { Level } = await import('level')
  const level = new Level<Uint8Array, Uint8Array>(join(folder, 'raw'), rawOptions)
  await level.open()
  const seconds = await secondsOf(async () => {
    for (let i = 0; i < files.length; i += subjectsPerBatch) {
      const records = files.slice(i, i + subjectsPerBatch).flatMap(recordsOf)
      const puts = records.map((record) => ({
        ...{ type: 'put' as const, key: randomBytes(20), value: utf8(JSON.stringify(record)) },
      }))
      await level.batch(puts, { sync: true } as object)
    }
  })
  await level.close()
  return seconds
}

/** Seals a batch while the one before is written, as an import does. */
async function importAll({ vault, transact }: Store, files: readonly SubjectInput[]) {
  let writing: Promise<unknown> = Promise.resolve()
  for (let i = 0; i < files.length; i += subjectsPerBatch) {
    const batch = vault.openBatch()
    for (const file of files.slice(i, i + subjectsPerBatch)) batch.add(file)
    await writing
    writing = transact((tx) => batch.write(tx))
  }
  await writing
}

async function readAll({ vault }: Store, files: readonly SubjectInput[]): Promise<void> {
  for (const { tag } of files) {
    if ((await vault.get(tag, { withIdentity: true }))?.records.length !== 2) {
      throw new Error('the vault lost a record')
    }
  }
}

/** Operations a second of `writers` loops, each of which awaits its own operation. */
async function repeatBy(
  writers: number,
  seconds: number,
  work: () => Promise<unknown>,
): Promise<number> {
  const end = performance.now() + seconds * 1000
  let done = 0
  const loop = async () => {
    while (performance.now() < end) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: writers }, loop))
  return done / seconds
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'creditmesh-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function randomKey() {
  return Uint8Array.from(randomBytes(32))
}
