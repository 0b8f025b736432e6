import { featureNames } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import { featuresOf } from '@creditmesh/agency-node/scoring/features.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { expect, test } from 'vitest'
import { asOf, line } from './population.ts'

function named(records: readonly UcrRecord[], at = asOf): Record<string, number | null> {
  const vector = featuresOf(records, { asOf: at, currency: 'TWD' })
  if (vector === null) throw new Error('a thin file')
  return Object.fromEntries(featureNames.map((name, i) => [name, vector.values[i] ?? null]))
}

const late = (daysPastDue: number) => ({ bucket: 'DPD_30_59' as const, daysPastDue })
const use = (statementBalance: number, paymentAmount: number) => ({
  statementBalance,
  paymentAmount,
})

test('lateness is the worst of all lines, month by month', () => {
  const features = named([
    line('a', [{}, late(15), {}, {}]),
    line('b', [late(40), {}, {}, late(95)]),
  ])
  expect(features).toMatchObject({
    daysLateNow: 40,
    daysLateWorst3m: 40,
    daysLateWorst6m: 95,
    daysLateTotal6m: 150,
    monthsLate6m: 3,
    monthsLate30Days6m: 2,
    monthsSinceLate: 0,
    monthsSinceLate30Days: 0,
  })
})

test('never late is a code of its own, unknown is missing', () => {
  expect(named([line('a', [{}, {}])]).monthsSinceLate).toBe(-1)
  const unknown = { bucket: 'NO_DATA_THIS_MONTH' as const, daysPastDue: null }
  const features = named([line('a', [unknown, unknown])])
  expect(features.monthsSinceLate).toBeNull()
  expect(features.daysLateNow).toBeNull()
})

test('a lost debt counts as half a year late, whatever its counter says', () => {
  const lost = { bucket: 'CHARGE_OFF' as const, daysPastDue: 10 }
  expect(named([line('a', [lost])]).daysLateNow).toBe(180)
})

test('who owes nothing is not late, whatever the source says of the month; a lost debt is', () => {
  const owed = (statementBalance: number) => ({ ...late(15), statementBalance })
  expect(named([line('a', [owed(0), owed(-5), owed(0)])])).toMatchObject({
    daysLateNow: 0,
    daysLateWorst24m: 0,
    monthsLate24m: 0,
    monthsSinceLate: -1,
  })
  expect(named([line('a', [owed(0), owed(1)])])).toMatchObject({ daysLateNow: 0, monthsLate6m: 1 })
  const lost = { bucket: 'CHARGE_OFF' as const, daysPastDue: null, statementBalance: 0 }
  expect(named([line('a', [lost])]).daysLateNow).toBe(180)
})

test('who had nothing to pay did not fail to pay it in full', () => {
  const idle = Array.from({ length: 6 }, () => use(0, 0))
  expect(named([line('a', idle)])).toMatchObject({ monthsPaidInFull6m: -1, monthsUnpaid6m: 0 })
  expect(named([line('a', [use(0, 0), use(100, 0)])]).monthsPaidInFull6m).toBe(0)
})

test('a bucket without days stands for its middle', () => {
  const stated = { bucket: 'DPD_60_89' as const, daysPastDue: null }
  expect(named([line('a', [stated])]).daysLateNow).toBe(75)
})

test('utilisation is in basis points of the limits, a credit balance counts as nothing', () => {
  const features = named([line('a', [use(2_500_000, 0), use(-900, 0), use(10_000_000, 0)])])
  expect(features).toMatchObject({
    utilisationNow: 2_500,
    utilisationMean3m: 4_167,
    utilisationHighest6m: 10_000,
    creditLimit: 10_000_000,
  })
  expect(named([line('a', [use(0, 0)])]).utilisationNow).toBe(-1)
})

test('a payment answers the statement of the month before', () => {
  const features = named([line('a', [use(100, 50), use(200, 200), use(200, 0), use(0, 0)])])
  expect(features).toMatchObject({
    paymentRatio1m: 2_500,
    paymentRatio3m: 6_250,
    monthsUnpaid6m: 0,
    monthsPaidInFull6m: 1,
    paymentMean3m: 84,
    paymentLowest6m: 0,
    monthsIdle6m: 1,
  })
  expect(named([line('a', [use(0, 0), use(0, 0)])]).paymentRatio1m).toBe(-1)
})

test('money in another currency stays out of sums, its arrears do not', () => {
  const foreign = line('b', [{ ...late(60), ...use(700, 1) }], { currency: 'USD' })
  expect(named([line('a', [use(100, 50)]), foreign])).toMatchObject({
    paymentNow: 50,
    utilisationNow: 1,
    daysLateNow: 60,
  })
})

test('what the source says of use comes before what balances suggest', () => {
  const said = [{ usage: 'REVOLVING' as const }, { usage: 'PAID_IN_FULL' as const }]
  expect(named([line('a', said)]).monthsOrderlyUse2m).toBe(1)
  const derived = [use(100, 50), use(200, 300), use(250, 0)]
  expect(named([line('a', derived)]).monthsOrderlyUse2m).toBe(1)
})

test('later months, lines opened later and later reports of closing are not seen', () => {
  const records = [
    line('a', [late(90), {}, {}, {}], { dateOpened: '2020-01-15' }),
    line('b', [late(30)], { dateOpened: '2024-06-02' }),
  ]
  const features = named(records, Date.UTC(2024, 4, 31) / 1000)
  expect(features).toMatchObject({ daysLateNow: 0, linesEver: 1, monthsReported: 3 })
  expect(features.monthsSinceOpened).toBe(52)
})

test('the order of the records does not matter', () => {
  const records = [line('a', [late(15), use(1, 2)]), line('b', [{}]), line('c', [use(5, 5)])]
  expect(featuresOf(records.toReversed(), { asOf, currency: 'TWD' })).toEqual(
    featuresOf(records, { asOf, currency: 'TWD' }),
  )
})

test('a correction replaces what it supersedes, and an account handed on twice counts once', () => {
  const wrong = line('a', [late(120)])
  const right = { ...line('a2', [{}]), supersedes: wrong.recordId, version: 2 }
  expect(named([wrong, right]).daysLateNow).toBe(0)
  const older = { ...line('a', [late(120)]), asOf: '2024-03-31' }
  const newer = { ...line('a3', [{}], { accountRef: older.payload.accountRef }) }
  expect(named([older, newer])).toMatchObject({ daysLateNow: 0, linesEver: 1 })
})

test("somebody else's arrears and a thief's do not count", () => {
  const hers = line('a', [{}])
  const notHers = line('b', [late(150)], { liability: 'AUTHORISED_USER' })
  const theft = { kind: 'IDENTITY_THEFT' as const, openedAt: asOf }
  const stolen = { ...line('c', [late(150)]), annotations: [theft] }
  expect(named([hers, notHers, stolen])).toMatchObject({ daysLateNow: 0, linesEver: 1 })
})

test('a file without a month on any line is thin', () => {
  const context = { asOf, currency: 'TWD' }
  expect(featuresOf([], context)).toBeNull()
  expect(featuresOf([line('a', [])], context)).toBeNull()
  expect(featuresOf([line('a', [{}])], { asOf: 0, currency: 'TWD' })).toBeNull()
})
