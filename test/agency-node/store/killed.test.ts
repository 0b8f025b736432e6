import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openLevelDatabase } from '@creditmesh/agency-node/store/engine/levelDatabase.ts'
import { rangeOf } from '@creditmesh/agency-node/store/keyspace.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import type { Store } from '@creditmesh/agency-node/store/store.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { collect, nacl, temporaryFolder, testMasterKey } from './fixtures.ts'
import { childSubject, childTag, recordsEach } from './killed.subjects.ts'

const child = fileURLToPath(new URL('./killed.child.ts', import.meta.url))

/** Lets the child write until it has acknowledged enough, kills it, and gives the last number it said. */
async function killAfter(folder: string, way: string, acknowledgements: number): Promise<number> {
  const process_ = spawn(process.execPath, [child, folder, way], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void process_.kill('SIGKILL'))
  let lines = 0
  let last = 0
  for await (const line of createInterface({ input: process_.stdout })) {
    last = Number(line)
    lines += 1
    if (lines === acknowledgements) process_.kill('SIGKILL')
  }
  if (process_.exitCode === null && process_.signalCode === null) await once(process_, 'exit')
  expect(process_.signalCode).toBe('SIGKILL')
  return last
}

async function reopened(folder: string): Promise<Store> {
  const store = await openStore(folder, { masterKey: testMasterKey(), nacl })
  onTestFinished(() => store.close())
  return store
}

/** Counts the subjects and fails on half of one. */
async function wholeSubjects({ vault }: Store): Promise<number> {
  let count = 0
  for await (const { records, subjectRef } of vault.subjects()) {
    expect(records).toHaveLength(recordsEach)
    expect(records.every((record) => record.subjectRef === subjectRef)).toBe(true)
    count += 1
  }
  return count
}

describe('a store whose process was killed', () => {
  it('has every acknowledged subject of an import, whole, and a position that is not ahead', async () => {
    const folder = await temporaryFolder()
    let acknowledged = 0
    for (const flushes of [1, 7, 23]) {
      acknowledged = Math.max(acknowledged, await killAfter(folder, 'import', flushes))
    }
    const store = await reopened(folder)
    const count = await wholeSubjects(store)
    expect(count).toBeGreaterThanOrEqual(acknowledged)
    const position = await store.positions.get<number>('import')
    expect(position).toBeGreaterThan(0)
    expect(position).toBeLessThanOrEqual(count)
    for (const i of [0, acknowledged - 1]) {
      expect((await store.vault.get(childTag(i)))?.records).toEqual(childSubject(i).records)
    }
  })

  it('has every acknowledged subject of concurrent requests', async () => {
    const folder = await temporaryFolder()
    const acknowledged = await killAfter(folder, 'put', 40)
    const store = await reopened(folder)
    expect(await wholeSubjects(store)).toBeGreaterThanOrEqual(acknowledged)
  })

  it('has nobody who was erased', async () => {
    const folder = await temporaryFolder()
    const erased = await killAfter(folder, 'erase', 5)
    const store = await reopened(folder)
    const left = await wholeSubjects(store)
    expect(left).toBeLessThanOrEqual(400 - erased)
    for (let i = 0; i < erased; i += 1) expect(await store.vault.get(childTag(i))).toBeNull()
    await expect(store.vault.putSubject(childSubject(0))).rejects.toThrow('subject.erased')
    await store.close()
    const database = await openLevelDatabase(join(folder, 'leveldb'))
    onTestFinished(() => database.close())
    expect(await collect(database.entries(rangeOf('shreds')))).toEqual([])
  })
})
