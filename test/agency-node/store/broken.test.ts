import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLevelDatabase } from '@creditmesh/agency-node/store/engine/levelDatabase.ts'
import { fromLevelError } from '@creditmesh/agency-node/store/engine/levelErrors.ts'
import { keyIn, rangeOf } from '@creditmesh/agency-node/store/keyspace.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import type { Store } from '@creditmesh/agency-node/store/store.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  collect,
  failure,
  nacl,
  subject,
  tagOf,
  temporaryFolder,
  testMasterKey,
} from './fixtures.ts'

const open = (folder: string, seed?: number) =>
  openStore(folder, { masterKey: testMasterKey(seed), nacl })

async function seededFolder(): Promise<string> {
  const folder = await temporaryFolder()
  const store = await open(folder)
  await store.vault.putSubjects([subject(1), subject(2)])
  await store.close()
  return folder
}

/** Changes what lies in the database, as somebody with the disk could. */
async function tamper(
  folder: string,
  change: (rows: (readonly [Uint8Array, Uint8Array])[]) => (readonly [Uint8Array, Uint8Array])[],
): Promise<void> {
  const database = await openLevelDatabase(join(folder, 'leveldb'))
  const rows = await collect(database.entries({ from: Uint8Array.of(1), until: Uint8Array.of(99) }))
  await database.transact((tx) => {
    for (const [key, value] of change(rows)) tx.put(key, value)
  })
  await database.close()
}

const inSpace = (space: 'subjects' | 'records') => (row: readonly [Uint8Array, Uint8Array]) =>
  row[0][0] === rangeOf(space).from[0]

async function readAll({ vault }: Store) {
  return [await vault.get(tagOf(1)), await vault.get(tagOf(2))]
}

describe('a store that cannot be used', () => {
  it('error: has one owner at a time', async () => {
    const folder = await temporaryFolder()
    const store = await open(folder)
    onTestFinished(() => store.close())
    await expect(open(folder)).rejects.toEqual(failure('store.locked'))
    await store.vault.putSubject(subject(1))
  })

  it('error: does not open under another master key, and is unchanged by the attempt', async () => {
    const folder = await seededFolder()
    await expect(open(folder, 8)).rejects.toEqual(failure('store.wrong_key'))
    const store = await open(folder)
    onTestFinished(() => store.close())
    expect((await readAll(store)).every((found) => found !== null)).toBe(true)
  })

  it('error: does not open in a format of another version', async () => {
    const folder = await seededFolder()
    const future = utf8(JSON.stringify({ format: 2, whatever: true }))
    await tamper(folder, () => [[keyIn('meta', utf8('format')), future]])
    const refusal = failure('store.format_unknown', { format: 2, known: 1 })
    await expect(open(folder)).rejects.toEqual(refusal)
  })

  it('error: does not open with an unreadable format', async () => {
    const folder = await seededFolder()
    await tamper(folder, () => [[keyIn('meta', utf8('format')), utf8('not json')]])
    await expect(open(folder)).rejects.toEqual(failure('store.corrupt'))
  })

  it('error: does not open when a file of LevelDB is gone or mangled', async () => {
    const folder = await seededFolder()
    await writeFile(join(folder, 'leveldb', 'CURRENT'), 'MANIFEST-999999\n')
    await expect(open(folder)).rejects.toEqual(failure('store.corrupt'))
  })

  it('error: stays closed once it was closed, whatever still writes to it', async () => {
    const folder = await temporaryFolder()
    const closed = await open(folder)
    await closed.close()
    for (let i = 0; i < 2; i += 1) {
      await expect(closed.positions.set({ name: 'late', value: i })).rejects.toThrow()
      await expect(closed.nonces.put('late', i)).rejects.toEqual(failure('store.unavailable'))
    }
    const next = await open(folder)
    onTestFinished(() => next.close())
    expect(await next.positions.get('late')).toBeNull()
  })

  it('is readable by its owner only', async () => {
    const folder = await seededFolder()
    expect((await stat(join(folder, 'leveldb'))).mode & 0o077).toBe(0)
  })
})

describe('a store that was tampered with', () => {
  it('error: refuses a row in which one bit was turned', async () => {
    for (const space of ['subjects', 'records'] as const) {
      const folder = await seededFolder()
      await tamper(folder, (rows) =>
        rows
          .filter(inSpace(space))
          .map(([key, value]) => [key, value.with(40, (value[40] ?? 0) ^ 1)] as const),
      )
      const store = await open(folder)
      await expect(readAll(store)).rejects.toEqual(failure('store.corrupt'))
      await store.close()
    }
  })

  it('error: refuses a row that was moved to another place', async () => {
    for (const space of ['subjects', 'records'] as const) {
      const folder = await seededFolder()
      await tamper(folder, (rows) => {
        const [a, b] = rows.filter(inSpace(space))
        if (a === undefined || b === undefined) throw new Error('two rows were seeded')
        return [
          [a[0], b[1]],
          [b[0], a[1]],
        ]
      })
      const store = await open(folder)
      await expect(readAll(store)).rejects.toEqual(failure('store.corrupt'))
      await store.close()
    }
  })

  it('error: refuses a row that was cut short', async () => {
    const folder = await seededFolder()
    await tamper(folder, (rows) =>
      rows.filter(inSpace('records')).map(([key, value]) => [key, value.subarray(0, 30)] as const),
    )
    const store = await open(folder)
    onTestFinished(() => store.close())
    await expect(readAll(store)).rejects.toEqual(failure('store.corrupt'))
  })

  it('error: finds damage inside the table files', async () => {
    const folder = await temporaryFolder()
    const store = await open(folder)
    await store.vault.putSubjects(Array.from({ length: 200 }, (_, i) => subject(i)))
    await store.vault.erase(tagOf(0)) // its compaction moves everything into tables
    await store.close()
    const files = (await readdir(join(folder, 'leveldb'))).filter((name) => name.endsWith('.ldb'))
    for (const name of files) {
      const path = join(folder, 'leveldb', name)
      const bytes = await readFile(path)
      for (let i = 1000; i < bytes.length - 200; i += 4096) bytes[i] = (bytes[i] ?? 0) ^ 0xff
      await writeFile(path, bytes)
    }
    const damaged = await open(folder).catch((error: unknown) => error)
    if (damaged instanceof Error) return expect(damaged).toEqual(failure('store.corrupt'))
    onTestFinished(() => (damaged as Store).close())
    const reads = Array.from({ length: 199 }, (_, i) => (damaged as Store).vault.get(tagOf(i + 1)))
    const failed = (await Promise.allSettled(reads)).filter(({ status }) => status === 'rejected')
    expect(failed.length).toBeGreaterThan(0)
    for (const result of failed) {
      expect((result as PromiseRejectedResult).reason).toEqual(failure('store.corrupt'))
    }
  })
})

describe('the translation of LevelDB’s errors', () => {
  const caused = (message: string, code?: string) =>
    new Error('Database failed', { cause: Object.assign(new Error(message), { code }) })

  it('knows a full disk, a lock, corruption, and leaves the rest retryable', () => {
    const codeOf = (error: unknown) => fromLevelError(error).code
    expect(codeOf(caused('IO error: 000003.log: No space left on device'))).toBe('store.disk_full')
    expect(codeOf(caused('IO error: lock', 'LEVEL_LOCKED'))).toBe('store.locked')
    expect(codeOf(caused('Corruption: block checksum mismatch'))).toBe('store.corrupt')
    expect(codeOf(caused('x', 'LEVEL_CORRUPTION'))).toBe('store.corrupt')
    expect(codeOf(caused('IO error: Input/output error'))).toBe('store.unavailable')
    expect(codeOf('no error at all')).toBe('store.unavailable')
  })
})
