import { addMonths, addYears, lastDayOf } from '@creditmesh/agency-node/records/calendar.ts'
import { policyPacks, requireNotice } from '@creditmesh/agency-node/records/policyPacks.ts'
import type { PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import type { Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineRecord, UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { describe, expect, test } from 'vitest'
import { sampleRecords, sampleTradeline } from '../../sdk/wire/records/samples.ts'

function lateIn(bucket: PaymentBucket, payload: Partial<Tradeline> = {}): TradelineRecord {
  const paymentHistory = [
    { month: '2024-05', bucket: 'CURRENT' as const, daysPastDue: 0, amountPastDue: 0 },
    { month: '2024-02', bucket, daysPastDue: null, amountPastDue: null },
  ]
  return sampleTradeline({ paymentHistory, ...payload })
}

describe('the calendar', () => {
  test('keeps the day, or the last one of a shorter month', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2023-12-15', 1)).toBe('2024-01-15')
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28')
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29')
    expect(lastDayOf('2005-04')).toBe('2005-04-30')
    expect(lastDayOf('2023-12')).toBe('2023-12-31')
  })
})

describe('retention', () => {
  test('CN counts five years from the end of the bad behaviour, and not while it lasts', () => {
    const { CN } = policyPacks
    expect(CN.retainUntil(lateIn('DPD_1_29'))).toBe('2029-02-28')
    expect(CN.retainUntil(lateIn('DPD_30_59', { accountStatus: 'DPD_30_59' }))).toBeNull()
    const settled = { accountStatus: 'PAID_WAS_CHARGE_OFF', dateClosed: '2022-10-01' } as const
    expect(CN.retainUntil(lateIn('CHARGE_OFF', settled))).toBe('2027-10-01')
    expect(CN.retainUntil(sampleTradeline())).toBeNull()
    expect(CN.retainUntil(sampleRecords().inquiry)).toBe('2026-05-31')
  })

  test('US counts seven years from the first delinquency, ten from a bankruptcy', () => {
    const { US } = policyPacks
    const since = { dateFirstDelinquency: '2023-12-01' }
    expect(US.retainUntil(lateIn('DPD_30_59', since))).toBe('2030-12-01')
    expect(US.retainUntil(lateIn('DPD_30_59', { dateFirstDelinquency: null }))).toBe('2031-05-31')
    expect(US.retainUntil(lateIn('DPD_1_29', since))).toBeNull()
    expect(US.retainUntil(sampleRecords().publicRecord)).toBe('2028-03-01')
  })

  test('EU keeps insolvency no longer than the register', () => {
    expect(policyPacks.EU.retainUntil(sampleRecords().publicRecord)).toBe('2021-09-01')
    expect(policyPacks.EU.retainUntil(lateIn('DPD_1_29'))).toBe('2027-02-28')
  })

  test('RESEARCH sets no end', () => {
    for (const record of Object.values(sampleRecords())) {
      expect(policyPacks.RESEARCH.retainUntil(record)).toBeNull()
    }
  })
})

describe('notice before an adverse report', () => {
  const without = (record: UcrRecord): UcrRecord => ({
    ...record,
    provenance: { source: 'FURNISHER' },
  })

  test('is asked for by CN and EU only, and of adverse records only', () => {
    for (const pack of Object.values(policyPacks)) {
      requireNotice(without(sampleTradeline()), pack)
      requireNotice(lateIn('DPD_30_59'), pack)
    }
    requireNotice(without(lateIn('DPD_30_59')), policyPacks.US)
    requireNotice(without(lateIn('DPD_30_59')), policyPacks.RESEARCH)
  })

  test.each<[string, UcrRecord]>([
    ['a late month', lateIn('DPD_1_29')],
    ['a loss', lateIn('REPOSSESSED')],
    ['a public record', sampleRecords().publicRecord],
    ['arrears', arrears()],
  ])('error: %s without it is refused', (_, record) => {
    for (const pack of [policyPacks.CN, policyPacks.EU]) {
      expect(() => requireNotice(without(record), pack)).toThrow(/record.rejected.*noticeSentAt/)
    }
  })

  test('error: a notice sent after the report is none', () => {
    const record = lateIn('DPD_1_29')
    const tooLate = {
      ...record,
      provenance: { source: 'FURNISHER', noticeSentAt: record.reportedAt + 1 },
    } as const
    expect(() => requireNotice(tooLate, policyPacks.CN)).toThrow(/record.rejected/)
  })
})

function arrears(): UcrRecord {
  const { postpaid } = sampleRecords()
  return { ...postpaid, payload: { ...postpaid.payload, currentStatus: 'ARREARS' } }
}
