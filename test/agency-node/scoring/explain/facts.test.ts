import { factsOf } from '@creditmesh/agency-node/scoring/explain/facts.ts'
import {
  latenessSentence,
  notCountedSentences,
  punctualitySentence,
} from '@creditmesh/agency-node/scoring/explain/latenessSentences.ts'
import { leftOutSentences } from '@creditmesh/agency-node/scoring/explain/leftOut.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { expect, test } from 'vitest'
import { asOf, line } from '../population.ts'

const facts = (...records: UcrRecord[]) => {
  const found = factsOf(records, { asOf, currency: 'TWD' })
  if (found === null) throw new Error('a thin file')
  return found
}
const late = { bucket: 'DPD_30_59', daysPastDue: 45, daysPastDueEstimated: true } as const
const owing = { statementBalance: 500_000, paymentAmount: 0 }

test('the months of a file are told by name, from the first to the last on file', () => {
  const found = facts(line('her', [{}, {}, owing]))
  expect(found).toMatchObject({
    ...{ firstMonth: '2024-04', lastMonth: '2024-06', monthsReported: 3 },
    ...{ late: [], overdue: null, tellsLateness: true },
  })
  expect(found.recent.map(({ month, balance }) => [month, balance]).slice(0, 3)).toEqual([
    ['2024-06', null],
    ['2024-05', null],
    ['2024-04', 500_000],
  ])
})

test('a month after the time of scoring is not known', () => {
  const record = line('her', [{ ...late, month: '2024-07' }, { month: '2024-06' }])
  expect(facts(record)).toMatchObject({ lastMonth: '2024-06', late: [] })
})

test('what is overdue is told where every account says how much, and else to be asked for', () => {
  const known = line('known', [{ ...late, ...owing, amountPastDue: 120_000 }])
  const unknown = line('unknown', [{ ...late, ...owing, amountPastDue: null }])
  expect(facts(known).overdue).toEqual({ accounts: [0], amount: 120_000 })
  expect(facts(known, unknown).overdue).toEqual({ accounts: [0, 1], amount: null })
  expect(latenessSentence(facts(known))).toContain('TWD 1,200 was overdue')
  expect(latenessSentence(facts(unknown))).toContain('Ask your bank for the amount')
})

test('of an account in another currency no amount is told, though it was late', () => {
  const foreign = line('foreign', [{ ...late, ...owing, amountPastDue: 100 }], { currency: 'EUR' })
  expect(facts(foreign)).toMatchObject({ overdue: { amount: null }, limit: null })
  expect(facts(foreign).late).toHaveLength(1)
})

test('accounts of one kind are told apart by their place and age', () => {
  const card = line('card', [late], { dateOpened: '2019-03-01' })
  const other = line('other', [{}])
  const loan = line('loan', [{}], { accountType: 'CAR_LOAN' })
  expect(facts(card, other, loan).accounts.map(({ name }) => name)).toEqual([
    'credit card 1 opened in March 2019',
    'car loan',
    'credit card 2',
  ])
})

test('days that a source knows are told as they are, estimates as the months that they were made of', () => {
  const exact = line('exact', [{ bucket: 'DPD_1_29', daysPastDue: 1 }])
  expect(latenessSentence(facts(exact))).toContain('was 1 day late in June 2024')
  expect(latenessSentence(facts(line('estimated', [{}, late])))).toBe(
    'The payment for your credit card was about one to two months late in May 2024.',
  )
})

test('a bucket of days that the source gives without a count is told as it is', () => {
  const bucket = line('bucket', [{}, { bucket: 'DPD_60_89', daysPastDue: null }])
  expect(latenessSentence(facts(bucket))).toContain('was 60 to 89 days late in May 2024')
  const long = line('long', [{}, { bucket: 'DPD_180_PLUS', daysPastDue: null }])
  expect(latenessSentence(facts(long))).toContain('was 180 or more days late in May 2024')
})

test('late months are told in the order of time, the same lateness together', () => {
  const later = { ...late, bucket: 'DPD_60_89', daysPastDue: 75 } as const
  expect(latenessSentence(facts(line('her', [{}, late, later, {}, late, late])))).toContain(
    'about one to two months late in January and February 2024, about two to three months late in April 2024 and about one to two months late in May 2024.',
  )
})

test('payments that left something overdue are told as such, and others are not', () => {
  const behind = { ...late, statementBalance: 500_000, paymentAmount: 10_000 } as const
  const vain = 'What you paid in May and June 2024 did not clear what was overdue.'
  const text = latenessSentence(facts(line('her', [behind, behind, behind])))
  expect(text).toContain(vain)
  const unpaid = { ...behind, paymentAmount: 0 }
  const cleared = { ...behind, paymentAmount: 500_000 }
  for (const month of [unpaid, cleared]) {
    expect(latenessSentence(facts(line('her', [month, behind])))).not.toContain('did not clear')
  }
})

test('a lost debt is told by what became of it', () => {
  const record = line('lost', [{ bucket: 'CHARGE_OFF', daysPastDue: null, statementBalance: 0 }])
  expect(latenessSentence(facts(record))).toMatch(
    /^Your credit card was written off in June 2024\./,
  )
})

test('where nothing was owed, what the file calls late is told as not counted, and never as a fault', () => {
  const record = line('her', [{}, { ...late, statementBalance: 0 }])
  expect(latenessSentence(facts(record))).toBeNull()
  expect(punctualitySentence(facts(record))).toBeNull()
  expect(notCountedSentences(facts(record))).toEqual([
    'Your file lists your credit card as late in May 2024, although your May statement showed no balance. We did not count this. If it is wrong, ask your bank to correct it.',
  ])
})

test('where days are stated as none, it is not said that nothing was owed', () => {
  const record = line('her', [{ bucket: 'DPD_1_29', daysPastDue: 0, statementBalance: 500 }])
  expect(notCountedSentences(facts(record))[0]).toContain('with no day overdue')
})

test('of months that tell nothing no punctuality is claimed', () => {
  const silent = line('silent', [{ bucket: 'NO_DATA_THIS_MONTH', daysPastDue: null }])
  expect(punctualitySentence(facts(silent))).toBeNull()
  expect(punctualitySentence(facts(line('her', [{}])))).toBe('Your file shows no late payment.')
})

test('a thin file has no facts, and another person on an account gives none', () => {
  expect(factsOf([], { asOf, currency: 'TWD' })).toBeNull()
  const anothers = line('anothers', [late], { liability: 'AUTHORISED_USER' })
  expect(factsOf([anothers], { asOf, currency: 'TWD' })).toBeNull()
})

test('accounts that are not hers, and amounts in another currency, are told as left out', () => {
  const theft = { kind: 'IDENTITY_THEFT', openedAt: asOf } as const
  const stolen: UcrRecord = { ...line('stolen', [late]), annotations: [theft] }
  const anothers = line('anothers', [late], { liability: 'AUTHORISED_USER' })
  const foreign = line('foreign', [{}], { currency: 'EUR', accountType: 'CAR_LOAN' })
  const records = [line('her', [{}]), stolen, anothers, foreign]
  expect(leftOutSentences(records, facts(...records))).toEqual([
    'A credit card of which you say that it is not yours was not counted.',
    'A credit card on which you are only an authorised user was not counted.',
    'The amounts of your car loan are in EUR and were not counted; late payments on it count.',
  ])
  expect(leftOutSentences([line('her', [{}])], facts(line('her', [{}])))).toEqual([])
})
