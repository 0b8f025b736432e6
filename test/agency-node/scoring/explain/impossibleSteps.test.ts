import { factsOf } from '@creditmesh/agency-node/scoring/explain/facts.ts'
import { latenessSentence } from '@creditmesh/agency-node/scoring/explain/latenessSentences.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { expect, test } from 'vitest'
import { asOf, line } from '../population.ts'

const told = (...months: readonly Partial<PaymentMonth>[]) => {
  const facts = factsOf([line('her', months)], { asOf, currency: 'TWD' })
  if (facts === null) throw new Error('a thin file')
  return { steps: facts.impossible, text: latenessSentence(facts) }
}
const owing = { statementBalance: 240_000, paymentAmount: 0 } as const
const estimated = (bucket: PaymentMonth['bucket'], daysPastDue: number) =>
  ({ ...owing, bucket, daysPastDue, daysPastDueEstimated: true }) as const
const oneToTwo = estimated('DPD_30_59', 45)
const twoToThree = estimated('DPD_60_89', 75)
const long = estimated('DPD_180_PLUS', 195)

test('a delay that shrinks though nothing was paid is questioned', () => {
  expect(told(oneToTwo, oneToTwo, long).text).toContain(
    'Your file lists your credit card as at least about six months late in April 2024 and about one to two months late in May 2024, although nothing was paid in either month. Ask your bank which is right.',
  )
  expect(told({ ...oneToTwo, paymentAmount: 100 }, long).steps).toEqual([])
  expect(told(oneToTwo, { ...long, paymentAmount: 100 }).steps).toEqual([])
  expect(told({ ...owing }, long).text).toContain('and on time in June 2024, although nothing')
})

test('a delay that grows by more than the month between is questioned', () => {
  expect(told(twoToThree, owing).text).toContain(
    'as on time in May 2024 and about two to three months late in June 2024, which is more than one month can bring. Ask your bank which is right.',
  )
})

test('of estimates only what cannot be at any of their days is questioned', () => {
  expect(told(oneToTwo, owing).steps).toEqual([])
  expect(told(twoToThree, oneToTwo).steps).toEqual([])
  const days = (daysPastDue: number) => ({ ...owing, bucket: 'DPD_30_59', daysPastDue }) as const
  expect(told(days(45), { ...owing, daysPastDue: 10, bucket: 'DPD_1_29' }).steps).toHaveLength(1)
  expect(told(days(40), { ...owing, daysPastDue: 10, bucket: 'DPD_1_29' }).steps).toEqual([])
})

test('what became of a lost debt, a month without a balance and a gap are no steps', () => {
  expect(told(oneToTwo, { ...owing, bucket: 'CHARGE_OFF', daysPastDue: null }).steps).toEqual([])
  expect(told({ ...oneToTwo, statementBalance: 0 }, long).steps).toEqual([])
  const gap = { bucket: 'NO_DATA_THIS_MONTH', daysPastDue: null } as const
  expect(told(oneToTwo, gap, long).steps).toEqual([])
})

test('of several the newest is told', () => {
  const text = told(oneToTwo, long, oneToTwo, long).text ?? ''
  expect(text.match(/Ask your bank which is right/g)).toHaveLength(1)
  expect(text).toContain('in May 2024 and about one to two months late in June 2024')
})
