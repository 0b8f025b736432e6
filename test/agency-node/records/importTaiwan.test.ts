import { importRecords } from '@creditmesh/agency-node/records/importRecords.ts'
import { openFileSource } from '@creditmesh/agency-node/records/source.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { ucrRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../../support/sharedData.ts'
import { importOptions } from './importFixture.ts'
import { MemorySink } from './memorySink.ts'

const file = sharedFile('data/taiwan/UCI_Credit_Card.csv')

describe.skipIf(file === null)('the 30,000 clients of the UCI file', () => {
  test('are imported without a refusal, real oddities as warnings, every record valid', async () => {
    await using source = await openFileSource(file ?? '')
    const sink = new MemorySink()
    const seen: number[] = []
    const options = importOptions(uciCreditCard, { onProgress: ({ bytes }) => seen.push(bytes) })
    const report = await importRecords(source, sink, options)

    expect(report).toMatchObject({
      subjects: 30_000,
      records: 60_000,
      outcomes: 30_000,
      rejected: 0,
      skipped: 0,
      lines: 30_001,
      warnings: {
        'history-jump': 5_948,
        'negative-balance': 1_930,
        'late-without-balance': 1_689,
        'late-month-without-balance': 2_037,
        'missing-value': 30_000,
      },
    })
    const outcomes = [...sink.outcomes.values()]
    expect(outcomes.filter(({ outcome }) => outcome?.value === 1)).toHaveLength(6_636)
    expect(outcomes.filter((o) => o.protectedAttributes?.sex === 'FEMALE')).toHaveLength(18_112)
    expect(seen.at(-1)).toBe(source.size)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))

    for (const { identity, records } of sink.subjects.values()) {
      for (const record of [identity, ...records]) {
        expect(ucrRecordSchema.safeParse(record).error).toBeUndefined()
      }
    }
  }, 60_000)
})
