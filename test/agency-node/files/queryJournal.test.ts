import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { queryJournalIn } from '@creditmesh/agency-node/files/queryJournal.ts'
import { zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryEntry, QueryJournal } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMemoryQueryJournal } from '../../sdk/client/memoryQueryJournal.ts'

const address = (digit: string): Hex => `0x${digit.repeat(40)}`

function entry(serial: number, changes: Partial<QueryEntry> = {}): QueryEntry {
  const id = toHex(new Uint8Array(32).fill(serial))
  return {
    id,
    parametersMac: id,
    createdAt: 1_000_000 + serial,
    queryId: toHex(new Uint8Array(32).fill(100 + serial)),
    legId: toHex(new Uint8Array(32).fill(200 + serial)),
    terms: {
      consentId: zeroDigest,
      buyer: address('1'),
      seller: address('2'),
      purpose: 1,
      categories: 2,
      fee: 500_000n,
      relayFee: 0n,
      missFee: 50_000n,
      receiptBy: 1_000_100,
      settleBy: 1_000_105,
      bodyHash: zeroDigest,
      mayRelay: false,
      nonce: id,
    },
    grant: {
      commitment: zeroDigest,
      subject: address('3'),
      grantee: address('1'),
      agencyScopeKind: 0,
      agencyScope: zeroDigest,
      relayAllowed: false,
      providersRoot: zeroDigest,
      maxHops: 0,
      relayStore: false,
      purpose: 1,
      categories: 2,
      detail: 1,
      mode: 0,
      notBefore: 999_000,
      expiresAt: 2_000_000,
      maxUses: 1,
      perPeriod: 0,
      periodSec: 0,
      lookbackMonths: 24,
      dataLifeDays: 0,
      attempts: 4,
      summary: 'a summary',
      recordBy: 1_500_000,
      supersedes: zeroDigest,
      nonce: zeroDigest,
    },
    scopeProof: [],
    sealedBody: new Uint8Array([1, 2, 3]),
    oneTimeSecret: new Uint8Array(32).fill(9),
    transaction: { raw: '0x02', hash: zeroDigest, nonce: serial },
    leg: { legId: toHex(new Uint8Array(32).fill(200 + serial)), findings: [] },
    ...changes,
  }
}

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'journal-')), 'lender')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

describe.each([
  ['in files', () => queryJournalIn(folder)],
  ['in memory', () => createMemoryQueryJournal()],
])('a query journal %s', (_, open: () => QueryJournal) => {
  test('gives back what was written, by id and in the order of creation', async () => {
    const journal = open()
    expect(await journal.list()).toEqual([])
    await journal.append(entry(1))
    await journal.append(entry(2))
    await journal.put(entry(1, { requestBlock: 7 }))
    expect(await journal.get(entry(1).id)).toEqual(entry(1, { requestBlock: 7 }))
    expect((await journal.list()).map(({ id }) => id)).toEqual([entry(1).id, entry(2).id])
    expect(await journal.get(entry(3).id)).toBeNull()
  })

  test('error: an id that is taken is not written over by a new entry', async () => {
    const journal = open()
    await journal.append(entry(1))
    await expect(journal.append(entry(1, { createdAt: 5 }))).rejects.toMatchObject({
      code: 'store.conflict',
    })
    expect(await journal.get(entry(1).id)).toEqual(entry(1))
  })
})

test('one of many that append the same id at once wins', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => queryJournalIn(folder).append(entry(1, { createdAt: i }))),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('its files are for their owner alone, and nothing else is left in the folder', async () => {
  const journal = queryJournalIn(folder)
  await journal.append(entry(1))
  await journal.put(entry(1))
  const names = await readdir(folder)
  expect(names).toEqual([`${'01'.repeat(32)}.json`])
  expect((await stat(join(folder, names[0] ?? ''))).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('error: an entry that cannot be read is named by its file and not by its content', async () => {
  const journal = queryJournalIn(folder)
  await journal.append(entry(1))
  const path = join(folder, `${'01'.repeat(32)}.json`)
  await writeFile(path, '{"id":"Velandomarrow"}')
  const failure = await journal.get(entry(1).id).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'store.corrupt', details: { path } })
  expect(String(failure)).not.toContain('Velandomarrow')
})
