import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccountLog } from '@creditmesh/agency-node/joint/account/accountLog.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
let path: string
const open = () => createAccountLog(path, () => 1_700_000_000)
const entry = (sessionId: string) => ({ event: 'joined', agreementId: '0x1', sessionId }) as const

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'account-'))
  path = join(folder, 'joint', 'account.jsonl')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('is empty and whole before the first entry', async () => {
  expect(await open().entries()).toEqual([])
  expect(await open().isWhole()).toBe(true)
})

test('keeps entries in order, over many writers at once and a new process', async () => {
  const log = open()
  await Promise.all(['a', 'b', 'c'].map((id) => log.append(entry(id))))
  await open().append(entry('d'))
  const kept = await open().entries()
  expect(kept.map(({ sessionId }) => sessionId)).toEqual(['a', 'b', 'c', 'd'])
  expect(await open().isWhole()).toBe(true)
})

test('error: a line that was changed or taken out shows', async () => {
  const log = open()
  for (const id of ['a', 'b', 'c']) await log.append(entry(id))
  const lines = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, lines.toSpliced(1, 1).join('\n'))
  expect(await open().isWhole()).toBe(false)
  await writeFile(path, lines.with(0, (lines[0] ?? '').replace('"a"', '"x"')).join('\n'))
  expect(await open().isWhole()).toBe(false)
})

test('a line that a crash cut off is passed over, and the next one begins anew', async () => {
  await open().append(entry('a'))
  await appendFile(path, '{"event":"joi')
  await open().append(entry('b'))
  expect((await open().entries()).map(({ sessionId }) => sessionId)).toEqual(['a', 'b'])
})
