import { keepRetention } from '@creditmesh/agency-node/wiring/retention.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { expect, test } from 'vitest'
import { inquiry, subject, tagOf } from '../store/fixtures.ts'
import { openedStore } from './openedStore.ts'
import { createTestLog } from './testLog.ts'

const lastSecond = Date.UTC(2026, 0, 31, 23, 59, 59) / 1000

test('what may no longer be held is destroyed at the start and again later, and counted without names', async () => {
  const { vault, scores } = await openedStore()
  const records = [
    inquiry('goes-soon', { retainUntil: '2026-01-30' }),
    inquiry('goes-later', { retainUntil: '2026-01-31' }),
    inquiry('stays'),
  ]
  await vault.putSubject(subject(1, { records }))
  await vault.putSubject(subject(2, { records: [inquiry('gone', { retainUntil: '2026-01-31' })] }))
  const stop = new AbortController()
  const log = createTestLog()
  let nowSec = lastSecond
  const retention = keepRetention(
    { vault, scores },
    {
      ...{ everyMs: 5, signal: stop.signal, logger: log, nowSec: () => nowSec },
    },
  )
  await expect.poll(() => log.lines[0]).toEqual({ records: 1, subjects: 0, scores: 0 })
  expect((await vault.get(tagOf(1)))?.records).toHaveLength(2)
  nowSec += 1
  await expect.poll(() => log.lines).toContainEqual({ records: 2, subjects: 1, scores: 0 })
  expect((await vault.get(tagOf(1)))?.records).toEqual([inquiry('stays')])
  expect(await vault.get(tagOf(2))).toBeNull()
  stop.abort()
  await retention
})

test('error: a purge that fails is told by its code and tried again; the end cuts the wait short', async () => {
  const stop = new AbortController()
  const log = createTestLog()
  let attempts = 0
  const vault = {
    purgeExpired: async () => {
      attempts += 1
      if (attempts === 1) throw new MeshError('store.disk_full')
      return { records: 0, subjects: 0 }
    },
  }
  const scores = { purgeExpired: async () => 0 }
  const retention = keepRetention(
    { vault, scores },
    { everyMs: 1, signal: stop.signal, logger: log },
  )
  await expect.poll(() => attempts).toBeGreaterThan(1)
  stop.abort()
  await retention
  expect(log.lines[0]).toMatchObject({ code: 'store.disk_full' })
  const after = attempts
  const long = keepRetention(
    { vault, scores },
    {
      ...{ everyMs: 3_600_000, signal: AbortSignal.abort(), logger: log },
    },
  )
  await long
  expect(attempts).toBe(after)
})
