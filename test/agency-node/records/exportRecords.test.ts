import {
  type ExportedSubject,
  exportRecords,
} from '@creditmesh/agency-node/records/exportRecords.ts'
import { jsonLines } from '@creditmesh/agency-node/records/jsonLines.ts'
import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { bucketOfDays } from '@creditmesh/sdk/wire/records/crosswalk.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleIdentity, sampleRecords, sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { importBytes, uciHeader, uciLine } from './importFixture.ts'

async function exported(subjects: Iterable<ExportedSubject>): Promise<string> {
  let text = ''
  for await (const line of exportRecords(subjects)) text += line
  return text
}

const referencer = createReferencer(new Uint8Array(32).fill(1))

const month = fc.record({
  daysPastDue: fc.integer({ min: 0, max: 400 }),
  amountPastDue: fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
  statementBalance: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
})

const tradeline = fc
  .record({
    days: fc.array(month, { maxLength: 60 }),
    creditLimit: fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
    comment: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    ext: fc.option(fc.dictionary(fc.stringMatching(/^[a-z]{2,8}$/), fc.integer(), { maxKeys: 3 })),
  })
  .map(({ days, creditLimit, comment, ext }): UcrRecord => {
    const payload = {
      creditLimit,
      accountStatus: 'TRANSFERRED',
      specialComment: comment,
      paymentHistory: days.map((entry, i) => ({
        ...entry,
        month: `${2024 - Math.floor(i / 12)}-${String(12 - (i % 12)).padStart(2, '0')}`,
        bucket: bucketOfDays(entry.daysPastDue),
      })),
    } as const
    const record = { ...sampleTradeline(payload), asOf: '2024-05-31' }
    return ext === null ? record : { ...record, ext: { 'lender-1': ext } }
  })

const person = fc
  .record({
    tradelines: fc.array(tradeline, { minLength: 1, maxLength: 3 }),
    hasIdentity: fc.boolean(),
    hasOutcome: fc.boolean(),
  })
  .map(({ tradelines, hasIdentity, hasOutcome }) => ({
    records: tradelines.map((record, i) => ({ ...record, recordId: `rec_0000000${i}` })),
    ...(hasIdentity ? { identity: sampleIdentity() } : {}),
    ...(hasOutcome
      ? { outcome: { name: 'defaulted', value: 1, asOf: '2024-05-31' } as const }
      : {}),
  }))

test('what is exported is imported again as it was, and exported again the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 4 }), async (people) => {
      const subjects = people.map((each, i): ExportedSubject => {
        const identifier = { country: 'DE', type: 'id-card', value: `T00${i}` }
        return { ...each, identifier, subjectRef: referencer('subject', `DE|id-card|T00${i}`) }
      })
      // 2099: the generator dates months into the future of a fixture that lives in 2024.
      const first = await importBytes(await exported(subjects), jsonLines, {
        nowSec: 4_083_955_200,
      })
      expect(first.report.problems).toEqual([])
      const stored = [...first.sink.subjects.values()].map((bundle) => {
        const outcome = first.sink.outcomes.get(bundle.subjectRef)?.outcome
        return outcome === undefined ? bundle : { ...bundle, outcome }
      })
      const text = await exported(stored)
      const second = await importBytes(text, jsonLines, { nowSec: 4_083_955_300 })
      expect(second.sink.subjects).toEqual(first.sink.subjects)
      expect(second.sink.outcomes).toEqual(first.sink.outcomes)
    }),
    { numRuns: 30 },
  )
})

test('every category survives', async () => {
  const { identity, ...others } = sampleRecords()
  const subjectRef = referencer('subject', 'DE|id-card|T1')
  const identifier = { country: 'DE', type: 'id-card', value: 'T1' }
  const text = await exported([
    { identifier, subjectRef, identity, records: Object.values(others) },
  ])
  const { report, sink } = await importBytes(text, jsonLines)
  expect(report).toMatchObject({ subjects: 1, records: 11, rejected: 0 })
  expect(sink.subjects.get(subjectRef)?.records.map((r) => r.payload)).toEqual(
    Object.values(others).map((record) => record.payload),
  )
})

test('clients of the UCI file go through JSON Lines unchanged', async () => {
  const text = [uciHeader, uciLine(1), uciLine(2, { PAY_0: 3, BILL_AMT1: -7 })].join('\n')
  const { sink } = await importBytes(text, uciCreditCard)
  const again = await importBytes(await exported(sink.subjects.values()), jsonLines)
  expect(again.sink.subjects).toEqual(sink.subjects)
})
