import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { queryJournalIn } from '@creditmesh/agency-node/files/queryJournal.ts'
import { walletFileIn } from '@creditmesh/agency-node/files/walletFile.ts'
import type { FileSystem } from '@creditmesh/sdk/client/durableFiles.ts'
import { createFileJournal } from '@creditmesh/sdk/client/lender/fileJournal.ts'
import { createMemoryJournal } from '@creditmesh/sdk/client/lender/memoryJournal.ts'
import type { QueryEntry, QueryJournal } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { createFileWallet } from '@creditmesh/sdk/client/subject/fileWallet.ts'
import { createWallet, openWallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, lenderOver, question, type World } from './lender/world.ts'

let world: World
let entry: QueryEntry
let folder: string
beforeAll(async () => {
  world = await createWorld()
  const consent = await world.consented()
  const journal = createMemoryJournal()
  const { fetch } = world.agencyThat()
  // A journal that is no `MemoryQueryJournal` serves a lender as well.
  const client = lenderOver(world, Object.assign(journal, { bytes: new Map() }), { fetch })
  const { id } = await client.request(question(world, consent.package))
  await client.ask(id)
  entry = (await journal.get(id)) as QueryEntry // it was just written
})
afterAll(() => world.chain.close())
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'sdk-files-'))
})
afterEach(() => fs.rm(folder, { recursive: true }))

describe.each([
  ['in memory', () => createMemoryJournal()],
  ['in files', () => createFileJournal(join(folder, 'journal'), fs)],
] as [string, () => QueryJournal][])('a journal %s', (_, open) => {
  test('gives back what it was given, and lists it', async () => {
    const journal = open()
    expect([await journal.list(), await journal.get(entry.id)]).toEqual([[], null])
    await journal.append(entry)
    expect(await journal.get(entry.id)).toEqual(entry)
    const changed = { ...entry, requestBlock: 7 }
    await journal.put(changed)
    expect(await journal.list()).toEqual([changed])
  })

  test('error: one of two who append the same wins', async () => {
    const journal = open()
    const [one, other] = await Promise.allSettled([journal.append(entry), journal.append(entry)])
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected'])
    const { reason } = (one.status === 'rejected' ? one : other) as PromiseRejectedResult
    expect(reason).toMatchObject({ code: 'store.conflict' })
  })
})

describe('what is kept in files', () => {
  test('a journal is the one of the command line, for its owner alone, without left-overs', async () => {
    await createFileJournal(folder, fs).append(entry)
    expect(await queryJournalIn(folder).list()).toEqual([entry])
    const names = await fs.readdir(folder)
    expect(names).toEqual([`${entry.id.slice(2)}.json`])
    expect((await fs.stat(join(folder, names[0] ?? ''))).mode & 0o077).toBe(0)
  })

  test('a wallet is the one of the command line; of two that change it at once both go on', async () => {
    const domains = world.chain.deployment
    const made = await createWallet({ store: createFileWallet(folder, fs), domains })
    const [one, other] = [
      await openWallet({ store: createFileWallet(folder, fs), domains }),
      await openWallet({ store: walletFileIn(folder), domains }),
    ]
    const next = (wallet: typeof made) =>
      wallet.update(({ nextKeyIndex }) => ({
        next: { nextKeyIndex: nextKeyIndex + 1 },
        result: nextKeyIndex,
      }))
    expect([await next(one), await next(other)]).toEqual([0, 1])
    expect(one.rootKey).toEqual(made.rootKey)
  })

  test.each([
    ['ENOSPC', 'store.disk_full'],
    ['EIO', 'store.unavailable'],
  ])('error: %s is %s, and what was there stays', async (reason, code) => {
    const journal = createFileJournal(folder, fs)
    await journal.append(entry)
    const failing: FileSystem = {
      ...fs,
      rename: () => Promise.reject(Object.assign(new Error(reason), { code: reason })),
    }
    const putting = createFileJournal(folder, failing).put({ ...entry, requestBlock: 9 })
    await expect(putting).rejects.toMatchObject({ code, details: { reason } })
    expect(await journal.list()).toEqual([entry])
    expect(await fs.readdir(folder)).toHaveLength(1)
  })

  test('error: a file that was damaged is named by its query', async () => {
    const journal = createFileJournal(folder, fs)
    await journal.append(entry)
    await fs.writeFile(join(folder, `${entry.id.slice(2)}.json`), '{"id":')
    await expect(journal.list()).rejects.toMatchObject({ code: 'store.corrupt' })
  })
})
