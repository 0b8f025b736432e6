import { annotate, evaluateRecord } from '@creditmesh/agency-node/records/quality/evaluate.ts'
import { evaluators } from '@creditmesh/agency-node/records/quality/evaluators.ts'
import type { PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import type { Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { describe, expect, test } from 'vitest'
import { sampleRecords, sampleTradeline } from '../../../sdk/wire/records/samples.ts'

const context = {
  identifier: { country: 'CN', type: 'national-id', value: '11010519491231002X' },
  today: '2024-06-30',
}

function findings(record: UcrRecord): string[] {
  return evaluateRecord(record, context).map(
    ({ evaluator, severity, field }) => `${severity} ${evaluator} ${field}`,
  )
}

/** Months back from May 2024, newest first. */
function history(...buckets: PaymentBucket[]): Tradeline['paymentHistory'] {
  return buckets.map((bucket, i) => ({
    month: `2024-0${5 - i}`,
    bucket,
    daysPastDue: null,
    amountPastDue: null,
  }))
}

const late = { accountStatus: 'DPD_30_59', dateFirstDelinquency: '2024-04-02' } as const

describe('the rules', () => {
  test('find nothing in good records of any category', () => {
    for (const record of Object.values(sampleRecords())) expect(findings(record)).toEqual([])
  })

  test('are at least twelve, each with all that a person judging it must know', () => {
    expect(evaluators.length).toBeGreaterThanOrEqual(12)
    expect(new Set(evaluators.map(({ id }) => id)).size).toBe(evaluators.length)
    for (const rule of evaluators) {
      expect(rule.id).toMatch(/^[a-z][a-z-]{2,63}$/)
      expect(rule.fieldsUsed.length).toBeGreaterThan(0)
      const { description, rationale, potentialHarm, alternateExplanation } = rule
      for (const text of [description, rationale, potentialHarm, alternateExplanation]) {
        expect(text).toMatch(/^.{15,}\.$/)
      }
    }
  })

  test.each<[string, Partial<Tradeline>]>([
    [
      'ERROR portfolio-account-mismatch payload.portfolioType',
      { portfolioType: 'MORTGAGE', creditLimit: 0 },
    ],
    ['ERROR current-but-past-due payload.amountPastDue', { amountPastDue: 1 }],
    [
      'ERROR delinquent-without-first-delinquency payload.dateFirstDelinquency',
      { ...late, dateFirstDelinquency: undefined, paymentHistory: [] },
    ],
    [
      'WARN delinquent-without-first-delinquency payload.dateFirstDelinquency',
      { ...late, dateFirstDelinquency: null, paymentHistory: [] },
    ],
    ['ERROR rating-for-wrong-status payload.paymentRating', { paymentRating: 'CURRENT' }],
    [
      'ERROR charge-off-without-amount payload.originalChargeOffAmount',
      { accountStatus: 'CHARGE_OFF', dateFirstDelinquency: '2023-01-01' },
    ],
    [
      'WARN charge-off-without-amount payload.originalChargeOffAmount',
      {
        accountStatus: 'PAID_WAS_CHARGE_OFF',
        dateFirstDelinquency: '2023-01-01',
        originalChargeOffAmount: null,
      },
    ],
    [
      'ERROR limit-on-instalment payload.creditLimit',
      { portfolioType: 'INSTALMENT', accountType: 'CAR_LOAN', creditLimit: 1 },
    ],
    [
      'ERROR no-history-inside-history payload.paymentHistory.1.bucket',
      { paymentHistory: history('CURRENT', 'NO_HISTORY_BEFORE', 'CURRENT') },
    ],
    [
      'ERROR history-not-matching-status payload.accountStatus',
      { paymentHistory: history('DPD_1_29', 'CURRENT') },
    ],
    [
      'ERROR history-not-matching-status payload.accountStatus',
      { ...late, paymentHistory: history('DPD_1_29') },
    ],
    ['ERROR future-date payload.dateOpened', { dateOpened: '2024-07-01' }],
    ['ERROR closed-before-opened payload.dateClosed', { dateClosed: '2019-02-27' }],
    [
      'ERROR national-id-in-account-ref payload.accountRef',
      { accountRef: 'A-110105-19491231-002x' },
    ],
    ['ERROR national-id-in-account-ref payload.accountRef', { accountRef: 'x11010519491231002X9' }],
    [
      'WARN history-jump payload.paymentHistory.0.bucket',
      { ...late, paymentHistory: history('DPD_30_59', 'CURRENT') },
    ],
    ['WARN negative-balance payload.currentBalance', { currentBalance: -1 }],
    ['WARN missing-value payload.dateOpened', { dateOpened: null }],
  ])('%s', (expected, payload) => {
    expect(findings(sampleTradeline(payload))).toEqual([expected])
  })

  test('a late month on nothing warns once for the month and once if it is the last', () => {
    const [latest, ...before] = history('DPD_1_29', 'CURRENT')
    if (latest === undefined) throw new Error('history gives what it is asked for')
    const lateOnNothing = { ...latest, statementBalance: 0 }
    const status = { accountStatus: 'DPD_1_29' } as const
    expect(
      findings(sampleTradeline({ ...status, paymentHistory: [lateOnNothing, ...before] })),
    ).toEqual([
      'WARN late-without-balance payload.paymentHistory.0.bucket',
      'WARN late-month-without-balance payload.paymentHistory.0.bucket',
    ])
  })

  test('an account that is worse than late is not measured by its months', () => {
    const collected = { accountStatus: 'COLLECTION', dateFirstDelinquency: '2023-01-01' } as const
    const paymentHistory = history('COLLECTION', 'DPD_180_PLUS', 'DPD_150_179')
    expect(findings(sampleTradeline({ ...collected, paymentHistory }))).toEqual([])
  })

  test('a gap in the months is no jump, and getting better never is', () => {
    const [may, april, march] = history('DPD_30_59', 'DPD_1_29', 'CURRENT')
    if (!may || !april || !march) throw new Error('history gives what it is asked for')
    expect(findings(sampleTradeline({ ...late, paymentHistory: [may, march] }))).toEqual([])
    const better = { ...april, bucket: 'DPD_180_PLUS' as const }
    expect(
      findings(sampleTradeline({ paymentHistory: [{ ...may, bucket: 'CURRENT' }, better] })),
    ).toEqual([])
  })

  test('dates of the future are found in every category that has dates', () => {
    for (const record of Object.values(sampleRecords())) {
      const found = evaluateRecord({ ...record, asOf: '2024-07-01' }, context)
      expect(found.map(({ evaluator }) => evaluator)).toContain('future-date')
    }
  })
})

describe('notes', () => {
  test('name the rules, keep what people wrote, and go when the finding goes', () => {
    const statement = { kind: 'SUBJECT_STATEMENT', text: 'Not mine.', openedAt: 5 } as const
    const bad = { ...sampleTradeline({ currentBalance: -1 }), annotations: [statement] }
    const noted = annotate(bad, evaluateRecord(bad, context), 9)
    const note = { kind: 'DATA_QUALITY', evaluator: 'negative-balance', openedAt: 9 }
    expect(noted.annotations).toEqual([statement, note])
    expect(annotate(noted, evaluateRecord(noted, context), 10).annotations).toEqual(
      noted.annotations,
    )
    expect(annotate(noted, [], 10).annotations).toEqual([statement])
    expect(bad.annotations).toEqual([statement])
  })
})
