import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  dropTornLine,
  type JournalEntry,
  openJournal,
  readEntries,
  readHeader,
} from '../../../scripts/chain/journal.ts'

const header = {
  format: 'creditmesh/chain-journal/1',
  genesisSec: 1,
  genesisHash: '0xab',
} as const

let dir: string
let path: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'creditmesh-journal-'))
  path = join(dir, 'journal.jsonl')
})

afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function entries(): Promise<JournalEntry[]> {
  const read: JournalEntry[] = []
  for await (const { entry } of readEntries(path)) read.push(entry)
  return read
}

test('what was appended is read back in its order, over several openings', async () => {
  const written: JournalEntry[] = [
    { sec: 5, txs: ['0x01', '0x02'] },
    { number: 1, hash: '0xcd' },
    { offsetSec: 30 },
    { sec: 6, txs: [] },
  ]
  for (const entry of written) {
    const journal = openJournal(path, header)
    journal.append(entry)
    journal.close()
  }
  expect(await readHeader(path)).toEqual(header)
  expect(await entries()).toEqual(written)
})

test('a folder without a journal has no header', async () => {
  expect(await readHeader(path)).toBeNull()
  dropTornLine(path)
  expect(existsSync(path)).toBe(false)
})

test('error: wherever a kill cuts the file, the whole lines before it stay', async () => {
  const journal = openJournal(path, header)
  for (let sec = 1; sec <= 20; sec += 1) journal.append({ sec, txs: ['0xabcd'] })
  journal.close()
  const whole = readFileSync(path)
  fc.assert(
    fc.property(fc.nat({ max: whole.length }), (cut) => {
      writeFileSync(path, whole.subarray(0, cut))
      dropTornLine(path)
      const kept = readFileSync(path)
      expect(kept).toEqual(whole.subarray(0, kept.length))
      expect(kept.length === 0 || kept.at(-1) === 0x0a).toBe(true)
      expect(whole.subarray(kept.length, cut).includes(0x0a)).toBe(false)
    }),
    { seed: 3, numRuns: 60 },
  )
})

test('error: a torn line longer than what is read at once is found', () => {
  const journal = openJournal(path, header)
  journal.close()
  const before = readFileSync(path, 'utf8')
  appendFileSync(path, 'x'.repeat(200_000))
  dropTornLine(path)
  expect(readFileSync(path, 'utf8')).toBe(before)
})

test.each([
  ['what is not JSON', '{"sec":', 'is not JSON'],
  ['what is no entry', '{"time":1}', 'does not fit'],
  ['what is no object', '7', 'does not fit'],
])('error: %s is refused with its line', async (_, line, problem) => {
  openJournal(path, header).close()
  appendFileSync(path, `${line}\n`)
  await expect(entries()).rejects.toMatchObject({
    code: 'chain.journal_corrupt',
    details: { line: 2 },
    detail: expect.stringContaining(problem),
  })
})

test('error: a journal of another format is refused', async () => {
  writeFileSync(path, '{"format":"something else","genesisSec":1}\n')
  await expect(readHeader(path)).rejects.toMatchObject({ code: 'chain.journal_corrupt' })
})

test.skipIf(!existsSync('/dev/full'))('error: a full disk is said', () => {
  expect(() => openJournal('/dev/full', header)).toThrow(
    expect.objectContaining({ code: 'store.disk_full', retryable: true }),
  )
})
