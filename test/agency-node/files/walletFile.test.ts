import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { walletFileIn } from '@creditmesh/agency-node/files/walletFile.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'wallet-')), 'alice')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

test('a folder without a wallet gives null', async () => {
  expect(await walletFileIn(folder).load()).toBeNull()
})

test('what was saved is loaded by another process, and only its owner can read it', async () => {
  await walletFileIn(folder).save({ version: 1 }, 0)
  await walletFileIn(folder).save({ version: 2 }, 1)
  expect(await walletFileIn(folder).load()).toEqual({ version: 2 })
  const names = await readdir(folder)
  expect(names).toContain('wallet-00000002.json')
  expect(names.every((name) => !name.endsWith('.new'))).toBe(true)
  expect((await stat(join(folder, 'wallet-00000002.json'))).mode & 0o777).toBe(0o600)
})

test('error: a save over another version than the stored one is a conflict', async () => {
  const store = walletFileIn(folder)
  await store.save({ version: 1 }, 0)
  await expect(store.save({ version: 1 }, 0)).rejects.toMatchObject({ code: 'store.conflict' })
  await expect(store.save({ version: 5 }, 4)).rejects.toMatchObject({ code: 'store.conflict' })
  expect(await store.load()).toEqual({ version: 1 })
})

test('of changes made at once none is lost', async () => {
  await walletFileIn(folder).save({ version: 1, count: 0 }, 0)
  const increment = async (): Promise<void> => {
    const store = walletFileIn(folder)
    for (;;) {
      const { version, count } = (await store.load()) as { version: number; count: number }
      try {
        await store.save({ version: version + 1, count: count + 1 }, version)
        return
      } catch (error) {
        expect(error).toMatchObject({ code: 'store.conflict' })
      }
    }
  }
  await Promise.all(Array.from({ length: 12 }, increment))
  expect(await walletFileIn(folder).load()).toEqual({ version: 13, count: 12 })
})

test('error: a file that is no JSON is reported, and the version before it is kept', async () => {
  const store = walletFileIn(folder)
  await store.save({ version: 1 }, 0)
  await store.save({ version: 2 }, 1)
  await writeFile(join(folder, 'wallet-00000002.json'), '{"version":')
  await expect(store.load()).rejects.toMatchObject({ code: 'store.corrupt' })
  expect(JSON.parse(await readFile(join(folder, 'wallet-00000001.json'), 'utf8'))).toEqual({
    version: 1,
  })
})
