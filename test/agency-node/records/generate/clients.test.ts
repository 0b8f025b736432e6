import { generateClients } from '@creditmesh/agency-node/records/generate/clients.ts'
import { generateCsv } from '@creditmesh/agency-node/records/generate/csv.ts'
import { uciModel } from '@creditmesh/agency-node/records/generate/uciModel.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { ucrRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import { describe, expect, test } from 'vitest'
import { importBytes, uciHeader } from '../importFixture.ts'

describe('synthetic clients', () => {
  test('are the same for the same seed, and others for another', () => {
    const people = (seed: string) => [...generateClients({ seed, count: 200 })]
    expect(people('a')).toEqual(people('a'))
    expect(people('a')).not.toEqual(people('b'))
  })

  test('are the same in every version: a seed in a bug report stays good', () => {
    const [, first] = generateCsv({ seed: 'pinned', count: 1 })
    expect(first).toBe(
      '1,280000,1,2,2,47,1,-2,-2,-2,-2,-2,2566,232,2988,232,421,1425,125,2988,278,421,1425,4632,1\n',
    )
  })

  test('begin alike however many are asked for', () => {
    const few = [...generateCsv({ seed: 'a', count: 50 })]
    const many = [...generateCsv({ seed: 'a', count: 500 })]
    expect(many.slice(0, 51)).toEqual(few)
    expect(few[0]).toBe(`${uciHeader}\n`)
  })

  test('are imported as the real file is: none refused, the same rules warn, every record valid', async () => {
    const text = [...generateCsv({ seed: 'import', count: 2_000 })].join('')
    const { report, sink } = await importBytes(text, uciCreditCard, { dataset: 'synthetic' })
    expect(report).toMatchObject({ subjects: 2_000, outcomes: 2_000, rejected: 0 })
    expect(Object.keys(report.warnings).sort()).toEqual([
      'delinquent-without-first-delinquency',
      'history-jump',
      'late-month-without-balance',
      'late-without-balance',
      'missing-value',
      'negative-balance',
    ])
    for (const { identity, records } of sink.subjects.values()) {
      for (const record of [identity, ...records]) {
        expect(ucrRecordSchema.safeParse(record).error).toBeUndefined()
        expect(record?.provenance.dataset).toBe('synthetic')
      }
    }
  })
})

test('the model holds shares that sum to one and quantiles that rise', () => {
  const { people, states, amounts } = uciModel
  const shares = [
    ...people.education,
    ...people.marriage,
    ...Object.values(states.first),
    ...Object.values(states.next),
    ...Object.values(amounts.balanceKind),
    ...Object.values(amounts.paymentKind),
  ]
  for (const row of shares) expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 2)
  const quantiles = [
    people.age,
    amounts.credit,
    amounts.prepaid,
    ...[amounts.partial, amounts.over, amounts.fresh, amounts.drift].flatMap(Object.values),
    ...Object.values(amounts.opening).flatMap((o) => [o.utilisation, ...Object.values(o.payment)]),
  ]
  for (const row of quantiles) expect(row).toEqual([...row].sort((a, b) => a - b))
})
