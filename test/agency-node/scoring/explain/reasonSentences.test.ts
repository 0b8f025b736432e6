import type { ReasonName } from '@creditmesh/agency-node/analysis/scorecard/reasonCodes.ts'
import { factsOf } from '@creditmesh/agency-node/scoring/explain/facts.ts'
import { reasonSentences } from '@creditmesh/agency-node/scoring/explain/reasonSentences.ts'
import { reasonTexts } from '@creditmesh/agency-node/scoring/reasonTexts.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { expect, test } from 'vitest'
import { asOf, line } from '../population.ts'

type Months = readonly Partial<PaymentMonth>[]

/** What is told for these reasons, each drawn from the feature behind the colon. */
function told(months: Months, ...reasons: readonly `${ReasonName}:${string}`[]) {
  const facts = factsOf([line('her', months)], { asOf, currency: 'TWD' })
  if (facts === null) throw new Error('a thin file')
  const losses = reasons.map((reason, at) => {
    const [name, feature = ''] = reason.split(':') as [ReasonName, string]
    return { name, feature, lost: 50 - at }
  })
  const names = losses.map(({ name }) => name)
  return reasonSentences(facts, { reasons: names, losses, typical: new Map([['creditLimit', 1]]) })
}

const month = (balance: number, paid: number, more: Partial<PaymentMonth> = {}) => ({
  statementBalance: balance * 100,
  paymentAmount: paid * 100,
  ...more,
})
const late = { bucket: 'DPD_30_59', daysPastDue: 45, daysPastDueEstimated: true } as const
const paysInFull = [...Array(6)].map(() => month(700, 700))
const neverOwed = [...Array(6)].map(() => month(0, 0))
const behind = [...Array(6)].map(() => month(90_000, 0, late))

test('one delay that comes as two codes is told once, with both', () => {
  const reasons = told(
    [month(100, 100), month(100, 100, late)],
    'R05:monthsLate6m',
    'R09:monthsLate30Days6m',
  )
  expect(reasons).toEqual([
    {
      codes: ['R05', 'R09'],
      text: 'The payment for your credit card was about one to two months late in May 2024.',
      isFaultless: false,
    },
  ])
})

test('who pays in full is told that small amounts tell little, and not that she paid little of what she owed', () => {
  const [reason] = told(paysInFull, 'R07.payment:paymentMean6m')
  expect(reason?.text).toMatch(/^You paid in full what was due in February to June 2024\./)
  expect(reason?.isFaultless).toBe(true)
})

test('who never owed anything is told so', () => {
  const [reason] = told(neverOwed, 'R07.payment:paymentMean6m')
  expect(reason?.text).toMatch(/^Nothing was due in February to June 2024, and nothing was paid/)
})

test('who is far behind is not consoled with having paid in full', () => {
  const reasons = told(
    behind,
    'R05:monthsLate6m',
    'R07.orderlyUse:monthsOrderlyUse6m',
    'R08:monthsUnpaid6m',
  )
  expect(reasons.map(({ codes }) => codes)).toEqual([['R05', 'R07'], ['R08']])
  expect(reasons.some(({ isFaultless }) => isFaultless)).toBe(false)
})

test('small payments are one reason, however many codes come of them', () => {
  const months = [...Array(6)].map(() => month(10_000, 500))
  const reasons = told(months, 'R08:paymentRatio3m', 'R07.payment:paymentMean3m')
  expect(reasons).toEqual([
    {
      codes: ['R08', 'R07'],
      text: 'In February to June 2024 you paid TWD 500, which was 5 % of what the statement before showed.',
      isFaultless: false,
    },
  ])
})

test('of a payment that the bank lists as whole the two are set side by side', () => {
  const months = [month(700, 10, { usage: 'PAID_IN_FULL' }), month(700, 700), month(700, 700)]
  expect(told(months, 'R08:paymentRatio1m')[0]?.text).toContain(
    'Your bank nevertheless lists June 2024 as paid in full. Ask it which is right.',
  )
})

test('limits are told by the months in which much of them was used', () => {
  const months = [month(0, 0), month(95_000, 0), month(82_000, 0), month(1_000, 0)]
  expect(told(months, 'R10:utilisationHighest6m')[0]?.text).toBe(
    'In April and May 2024 you used 82 % to 95 % of your credit limit (TWD 100,000); in March 2024 and June 2024 it was 0 % to 1 %.',
  )
})

test('error: a reason that the file does not bear out falls back to what is true of everybody', () => {
  const reasons = [
    'R05:daysLateNow',
    'R08:paymentRatio1m',
    'R10:utilisationNow',
    'R13:none',
  ] as const
  expect(told(paysInFull, ...reasons)).toEqual(
    (['R05', 'R08', 'R10', 'R13'] as const).map((code) => ({
      codes: [code],
      text: reasonTexts.en[code],
      isFaultless: false,
    })),
  )
})

test('what did not occur, what is missing and how long the record is are each told by name', () => {
  const reasons = told(
    neverOwed,
    'R07:utilisationMean3m',
    'R06:monthsSinceOpened',
    'R12:monthsReported',
  )
  expect(reasons.map(({ text }) => text)).toEqual([
    'Your statements showed no balance in April to June 2024. That tells this model little about how you repay.',
    'Your file does not say when your credit card was opened. This may not be your doing; you can ask for it to be completed.',
    'Within the two years that this score sees, your longest account has 6 months on file. Only time changes this.',
  ])
})

test('which months counted as left in part unpaid are told by name, and what the others were', () => {
  const carried = month(900, 100, { usage: 'REVOLVING' })
  const months = [...Array(2).fill(month(900, 900, { usage: 'PAID_IN_FULL' })), carried, carried]
  const [reason] = told([...months, month(900, 0, late)], 'R07.orderlyUse:monthsOrderlyUse6m')
  expect(reason).toMatchObject({
    text: 'This model looks for months in which you left part of a bill unpaid and paid it later on time. Of the last six on file, only March and April 2024 counted. These did not: in February 2024 you were late and in May and June 2024 you paid in full.',
    isFaultless: false,
  })
})

test('a month that the bank lists as left in part unpaid though all was paid is questioned', () => {
  const months = [month(700, 700), month(700, 700, { usage: 'REVOLVING' }), month(700, 700)]
  const [reason] = told(months, 'R07.orderlyUse:monthsOrderlyUse6m')
  expect(reason?.text).toContain('only May 2024 counted.')
  expect(reason?.text).toContain(
    'Your bank lists May 2024 as left in part unpaid, although you paid the whole bill. Ask it which is right.',
  )
})

test('that a general text names no fault is told apart from it', () => {
  const [reason] = told(paysInFull, 'R07.idle:monthsIdle6m')
  expect(reason?.isFaultless).toBe(true)
  expect(reason?.text).not.toMatch(/fault|borrow/)
})
