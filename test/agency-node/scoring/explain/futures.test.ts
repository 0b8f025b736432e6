import {
  type Course,
  futureOf,
  presentOf,
} from '@creditmesh/agency-node/scoring/explain/futures.ts'
import {
  buyingInFull,
  holding,
  repeating,
  spending,
} from '@creditmesh/agency-node/scoring/explain/futuresCourses.ts'
import { featureNames } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import { featuresOf } from '@creditmesh/agency-node/scoring/features.ts'
import type { PaymentMonth, Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { tradelineRecordSchema, type UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { expect, test } from 'vitest'
import { asOf, line } from '../population.ts'

const used = { statementBalance: 4_000_000, paymentAmount: 500_000 }
const late: Partial<PaymentMonth> = {
  ...{ bucket: 'DPD_30_59', daysPastDue: 45, statementBalance: 6_000_000, paymentAmount: 0 },
}
const same = holding({ level: ({ balance }) => balance, pays: ({ usualPayment }) => usualPayment })

function after(records: readonly UcrRecord[], course: Course, months: number) {
  const present = presentOf(records, asOf)
  if (present === null) throw new Error('a thin file')
  return futureOf(present, course, 24)(months)
}

function historyAfter(records: readonly UcrRecord[], course: Course, months = 3) {
  return after(records, course, months).records.map((record) => {
    return (record.payload as Tradeline).paymentHistory
  })
}

const amounts = (history: readonly PaymentMonth[] | undefined) =>
  history?.map(({ statementBalance, paymentAmount }) => [statementBalance, paymentAmount])

test('months are added on time and in a valid record, and the day of scoring moves with them', () => {
  const { records, asOf: then } = after([line('hers', [late, used])], same, 3)
  const [record] = records
  expect(tradelineRecordSchema.parse(record)).toEqual(record)
  const { paymentHistory, accountStatus, amountPastDue } = record?.payload as Tradeline
  expect(paymentHistory.map(({ month }) => month)).toEqual([
    ...['2024-09', '2024-08', '2024-07', '2024-06', '2024-05'],
  ])
  expect(paymentHistory.slice(0, 3).map(({ daysPastDue }) => daysPastDue)).toEqual([0, 0, 0])
  expect({ accountStatus, amountPastDue }).toEqual({ accountStatus: 'CURRENT', amountPastDue: 0 })
  expect(new Date(then * 1000).toISOString()).toContain('2024-09')
})

test('balances follow: what is bought less what is paid', () => {
  const down = holding({ level: () => 1_000_000, pays: () => 200_000 })
  const [history] = historyAfter([line('hers', [used, used])], down)
  expect(amounts(history)?.slice(0, 3)).toEqual([
    [1_000_000, 200_000],
    [1_000_000, 200_000],
    [1_000_000, 3_000_000],
  ])
  const falling = spending({ buys: () => 10_000, pays: (due) => due / 2, most: () => 3_000_000 })
  const [fallen] = historyAfter([line('hers', [used, used])], falling)
  expect(amounts(fallen)?.slice(0, 3)).toEqual([
    [517_500, 507_500],
    [1_015_000, 1_005_000],
    [2_010_000, 2_000_000],
  ])
  const marked = spending({ buys: () => 10_000, pays: () => 0, most: () => 3_000_000 })
  expect(amounts(historyAfter([line('hers', [used, used])], marked)[0])?.[2]).toEqual([
    3_000_000, 1_010_000,
  ])
})

test('the last months over again, with what was missed paid', () => {
  const [history] = historyAfter([line('hers', [late, used])], repeating({ asCalled: false }), 2)
  expect(amounts(history)?.slice(0, 2)).toEqual([
    [6_000_000, 80_000],
    [4_000_000, 2_000_000],
  ])
})

test('what is overdue is in the first payment, as far as the source knows it', () => {
  const owing = { ...late, amountPastDue: 1_500_000 }
  const [history] = historyAfter([line('hers', [owing, used])], same, 2)
  expect(history?.slice(0, 2).map(({ paymentAmount }) => paymentAmount)).toEqual([
    250_000, 1_500_000,
  ])
})

test('a month is called as the source calls months, and says no more than it says', () => {
  const called = [
    { ...used, usage: 'REVOLVING' },
    { ...used, usage: 'UNUSED' },
  ] as const
  const inFull = buyingInFull((_, month) => (month === 2 ? 0 : 10_000))
  const usages = historyAfter([line('hers', called)], inFull)[0]?.map(({ usage }) => usage)
  expect(usages?.slice(0, 3)).toEqual(['PAID_IN_FULL', 'PAID_IN_FULL', 'PAID_IN_FULL'])
  const never = historyAfter(
    [line('hers', called)],
    buyingInFull(() => 0),
  )[0]
  expect(never?.[0]?.usage).toBe('UNUSED')
  expect(historyAfter([line('hers', [{}, {}])], same)[0]?.[0]).toEqual({
    ...{ month: '2024-09', bucket: 'CURRENT', daysPastDue: 0, amountPastDue: 0 },
  })
})

test('a loan goes down to nothing by its instalments, whatever is done with cards', () => {
  const months = [
    { statementBalance: 1_200_000, paymentAmount: 500_000 },
    { statementBalance: 1_700_000, paymentAmount: 500_000 },
  ]
  const loan = line('loan', months, { portfolioType: 'INSTALMENT', creditLimit: null })
  const [history] = historyAfter(
    [loan],
    buyingInFull(() => 900_000),
  )
  expect(amounts(history)?.slice(0, 3)).toEqual([
    [0, 200_000],
    [200_000, 500_000],
    [700_000, 500_000],
  ])
})

test('what is closed, or reported no more, stays as it is; what was written off stays that', () => {
  const shut = line('shut', [used], { dateClosed: '2024-06-01' })
  const silent = line('silent', [{ ...used, month: '2024-01' }])
  const lost = line('lost', [{ bucket: 'CHARGE_OFF', daysPastDue: 200 }])
  const histories = historyAfter([shut, silent, lost], same, 2)
  const buckets = histories.map((history) => history.map(({ bucket }) => bucket))
  expect(buckets.sort((a, b) => a.length - b.length)).toEqual([
    ...[['CURRENT'], ['CURRENT']],
    ['CHARGE_OFF', 'CHARGE_OFF', 'CHARGE_OFF'],
  ])
})

test('a score of a past day goes on from what was known then', () => {
  const record = line('hers', [late, used, used])
  const then = Date.UTC(2024, 4, 20) / 1000
  const present = presentOf([record], then)
  expect(present?.accounts[0]?.isLate).toBe(false)
  const lived = present && futureOf(present, same, 24)(1)
  expect((lived?.records[0]?.payload as Tradeline).paymentHistory[0]).toMatchObject({
    ...{ month: '2024-06', daysPastDue: 0 },
  })
})

test('late months grow old: after two years on time the features see none', () => {
  const lateness = (months: number) => {
    const { records, asOf: then } = after([line('hers', [late, used])], same, months)
    const { values } = featuresOf(records, { asOf: then, currency: 'TWD' }) ?? { values: [] }
    return values[featureNames.indexOf('monthsSinceLate')]
  }
  expect([1, 12, 23, 24].map(lateness)).toEqual([1, 12, 23, -1])
})

test('without an account there is nothing to carry on', () => {
  expect(presentOf([], asOf)).toBeNull()
})
