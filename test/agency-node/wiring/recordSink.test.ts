import type { BatchReport, ImportCheckpoint } from '@creditmesh/agency-node/records/sink.ts'
import { createRecordSink } from '@creditmesh/agency-node/wiring/recordSink.ts'
import { hmacTag } from '@creditmesh/sdk/crypto/subjectTag.ts'
import { expect, test } from 'vitest'
import { refOf, subject } from '../store/fixtures.ts'
import { openedStore } from './openedStore.ts'

const pepper = new Uint8Array(32).fill(3)
const personOf = (i: number) => ({ country: 'TW', type: 'uci-client', value: String(i) })
const bundleOf = (i: number) => ({
  ...{ identifier: personOf(i), subjectRef: refOf(i) },
  records: subject(i).records,
})
const outcome = { outcome: { name: 'default', value: 1, asOf: '2005-09-30' } } as const

function checkpointAfter({ erased, merged }: BatchReport): ImportCheckpoint {
  const none = { subjects: 0, records: 0, outcomes: 0, rejected: 0, skipped: 0, warnings: {} }
  const counts = { ...none, known: merged, erased: erased.length }
  return { importId: 'file', byteOffset: 10, lines: 1, counts, isComplete: false }
}

test('people, outcomes and checkpoint are stored together, without those who were erased', async () => {
  const store = await openedStore()
  const tagOf = (i: number) => hmacTag(pepper, personOf(i))
  await store.vault.erase(tagOf(2))
  const sink = createRecordSink(store, pepper)
  const batch = sink.openBatch()
  batch.add(bundleOf(1), outcome)
  batch.add(bundleOf(2), outcome)
  batch.add(bundleOf(3), null)
  await batch.write(checkpointAfter)
  expect(await sink.checkpointOf('file')).toEqual(checkpointAfter({ erased: [1], merged: 0 }))
  expect(await store.vault.get(tagOf(1))).toMatchObject({ identifier: personOf(1) })
  expect(await store.vault.get(tagOf(2))).toBeNull()
  expect(await store.vault.get(tagOf(3))).toMatchObject({ subjectRef: refOf(3) })
  expect(await store.outcomes.get(tagOf(1))).toMatchObject({ subjectRef: refOf(1) })
  expect(await store.outcomes.get(tagOf(2))).toBeNull()
  expect(await store.outcomes.get(tagOf(3))).toBeNull()
})

test('error: what fails within the write leaves nothing of it', async () => {
  const store = await openedStore()
  const sink = createRecordSink(store, pepper)
  const batch = sink.openBatch()
  batch.add(bundleOf(1), outcome)
  const failing = batch.write(() => {
    throw new Error('no checkpoint')
  })
  await expect(failing).rejects.toThrow('no checkpoint')
  expect(await store.vault.count()).toBe(0)
  expect(await store.outcomes.get(hmacTag(pepper, personOf(1)))).toBeNull()
  expect(await sink.checkpointOf('file')).toBeNull()
})
