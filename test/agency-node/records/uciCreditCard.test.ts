import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type TradelineRecord, ucrRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import { describe, expect, test } from 'vitest'
import { importBytes, nowSec, uciHeader, uciLine } from './importFixture.ts'

const context = {
  furnisherId: 'agency-a',
  nowSec,
  referencer: createReferencer(new Uint8Array(32).fill(1)),
}

function read(line: string, header = uciHeader) {
  return uciCreditCard.open(header, context)(line)
}

function tradelineOf(line: string): TradelineRecord['payload'] {
  const [record] = read(line).records
  if (record?.category !== 'tradeline') throw new Error('the file has one card a client')
  return record.payload
}

// The second client of the file.
const second =
  '2,120000,2,2,2,26,-1,2,0,0,0,2,2682,1725,2682,3272,3455,3261,0,1000,1000,1000,0,2000,1'

describe('a client of the file', () => {
  test('becomes an identifier of Taiwan without a name, born 2005 less her age', () => {
    const { identifier, canonicalIdentifier, identity } = read(second)
    expect(identifier).toEqual({ country: 'TW', type: 'uci-client', value: '2' })
    expect(canonicalIdentifier).toBe('TW|uci-client|2')
    expect(identity?.payload).toEqual({
      surname: null,
      firstName: null,
      yearBirth: 1979,
      nationalIds: [{ country: 'TW', type: 'uci-client', value: '2' }],
    })
  })

  test('has one revolving card in New Taiwan cents, with what the file lacks unknown', () => {
    const { accountRef, paymentHistory, ...payload } = tradelineOf(second)
    expect(accountRef).toMatch(/^acc_[\w-]{22}$/)
    expect(paymentHistory).toHaveLength(6)
    expect(payload).toEqual({
      portfolioType: 'REVOLVING',
      accountType: 'CREDIT_CARD',
      liability: null,
      currency: 'TWD',
      dateOpened: null,
      creditLimit: 12_000_000,
      highestCredit: null,
      accountStatus: 'CURRENT',
      currentBalance: 268_200,
      amountPastDue: 0,
      actualPaymentAmount: 0,
    })
  })

  test('has September first, two months late as 45 days by estimate, past due unknown', () => {
    const { paymentHistory } = tradelineOf(second)
    expect(paymentHistory.slice(0, 2)).toEqual([
      {
        month: '2005-09',
        bucket: 'CURRENT',
        daysPastDue: 0,
        amountPastDue: 0,
        statementBalance: 268_200,
        paymentAmount: 0,
        usage: 'PAID_IN_FULL',
      },
      {
        month: '2005-08',
        bucket: 'DPD_30_59',
        daysPastDue: 45,
        daysPastDueEstimated: true,
        amountPastDue: null,
        statementBalance: 172_500,
        paymentAmount: 100_000,
      },
    ])
    expect(paymentHistory.map(({ month }) => month)).toEqual([
      '2005-09',
      '2005-08',
      '2005-07',
      '2005-06',
      '2005-05',
      '2005-04',
    ])
  })

  test('keeps outcome and protected attributes out of the record', () => {
    const { outcome, protectedAttributes, records, identity } = read(second)
    expect(outcome).toEqual({ name: 'default.payment.next.month', value: 1, asOf: '2005-09-30' })
    expect(protectedAttributes).toEqual({
      sex: 'FEMALE',
      education: 'UNIVERSITY',
      marriage: 'SINGLE',
    })
    expect(JSON.stringify([records, identity])).not.toMatch(/FEMALE|UNIVERSITY|SINGLE|default\./)
  })

  test('has an account reference that does not tell her number', () => {
    const [a, b] = [tradelineOf(uciLine(12_345)), tradelineOf(uciLine(12_346))]
    expect(a.accountRef).not.toContain('12345')
    expect(a.accountRef).not.toBe(b.accountRef)
    const elsewhere = { ...context, referencer: createReferencer(new Uint8Array(32)) }
    const [other] = uciCreditCard.open(uciHeader, elsewhere)(uciLine(12_345)).records
    expect(other?.subjectRef).not.toBe(read(uciLine(12_345)).subjectRef)
  })

  test.each([
    [-2, 'CURRENT', 0],
    [-1, 'CURRENT', 0],
    [0, 'CURRENT', 0],
    [1, 'DPD_1_29', 15],
    [2, 'DPD_30_59', 45],
    [3, 'DPD_60_89', 75],
    [4, 'DPD_90_119', 105],
    [5, 'DPD_120_149', 135],
    [6, 'DPD_150_179', 165],
    [7, 'DPD_180_PLUS', 195],
    [8, 'DPD_180_PLUS', 225],
  ])('who is in state %i in September is %s', (state, status, days) => {
    const payload = tradelineOf(uciLine(1, { PAY_0: state }))
    expect(payload.accountStatus).toBe(status)
    expect(payload.paymentHistory[0]).toMatchObject({ bucket: status, daysPastDue: days })
    expect(payload.amountPastDue).toBe(days === 0 ? 0 : null)
  })

  test('has a first delinquency only where the file can tell it', () => {
    const since = (changes: Record<string, number>) =>
      tradelineOf(uciLine(1, changes)).dateFirstDelinquency
    expect(since({})).toBeUndefined()
    expect(since({ PAY_2: 1 })).toBeUndefined() // late once, current now
    expect(since({ PAY_0: 1 })).toBe('2005-09-15')
    expect(since({ PAY_0: 2, PAY_2: 2 })).toBe('2005-07-17') // 45 days before the end of August
    expect(since({ PAY_0: 2, PAY_2: 2, PAY_4: 2 })).toBe('2005-07-17') // June was another delay
    expect(since({ PAY_0: 8 })).toBeNull() // 225 days reach back before April
    const always = { PAY_0: 2, PAY_2: 2, PAY_3: 2, PAY_4: 2, PAY_5: 2, PAY_6: 2 }
    expect(since(always)).toBeNull()
  })

  test('is a valid record', () => {
    const { records, identity } = read(second)
    for (const record of [...records, identity]) {
      expect(ucrRecordSchema.parse(record)).toEqual(record)
    }
  })
})

describe('the file', () => {
  test('may have its columns in another order, quoted, with decimals, without outcomes', () => {
    const names = uciHeader.split(',').slice(0, -1).reverse()
    const cells = second.split(',').slice(0, -1).reverse()
    const line = cells.map((cell) => `"${cell}${cell.length > 4 ? '.0' : ''}"`).join(',')
    const { outcome, ...reordered } = read(line, names.map((name) => `"${name}"`).join(','))
    const { outcome: _, ...plain } = read(second)
    expect(outcome).toBeUndefined()
    expect(reordered).toEqual(plain)
  })

  test('error: another header is refused as a whole', () => {
    for (const header of ['', 'ID,LIMIT_BAL', `${uciHeader},ID`, `${uciHeader},NAME`]) {
      expect(() => read(second, header)).toThrow(/input.invalid/)
    }
  })

  test.each([
    ['columns', '1,2,3', undefined],
    ['columns', `${uciLine(1)},0`, undefined],
    ['not_a_number', uciLine(1, { ID: '007' }), 'ID'],
    ['not_a_number', uciLine(1, { ID: '' }), 'ID'],
    ['not_a_number', uciLine(1, { LIMIT_BAL: 'NaN' }), 'LIMIT_BAL'],
    ['not_a_number', uciLine(1, { LIMIT_BAL: '1e5' }), 'LIMIT_BAL'],
    ['not_a_number', uciLine(1, { PAY_AMT3: '' }), 'PAY_AMT3'],
    ['not_a_number', uciLine(1, { BILL_AMT1: '10.5' }), 'BILL_AMT1'],
    ['not_a_number', uciLine(1, { AGE: ' 30' }), 'AGE'],
    ['out_of_range', uciLine(1, { AGE: 200 }), 'AGE'],
    ['out_of_range', uciLine(1, { PAY_0: 10 }), 'PAY_0'],
    ['out_of_range', uciLine(1, { PAY_6: -3 }), 'PAY_6'],
    ['out_of_range', uciLine(1, { PAY_AMT1: -1 }), 'PAY_AMT1'],
    ['out_of_range', uciLine(1, { LIMIT_BAL: 999_999_999_999_999 }), 'LIMIT_BAL'],
    ['out_of_range', uciLine(1, { 'default.payment.next.month': 2 }), 'default.payment.next.month'],
  ])('error: %s', (reason, line, field) => {
    try {
      read(line)
      expect.unreachable()
    } catch (thrown) {
      if (!(thrown instanceof MeshError)) throw thrown
      expect(thrown.details).toMatchObject({ reason, ...(field === undefined ? {} : { field }) })
    }
  })

  test('is imported whole', async () => {
    const { report, sink } = await importBytes(`${uciHeader}\n${second}\n`, uciCreditCard)
    expect(report).toMatchObject({ subjects: 1, records: 2, outcomes: 1, rejected: 0, lines: 2 })
    expect([...sink.subjects.values()][0]?.records[0]?.provenance).toEqual({
      source: 'IMPORT',
      dataset: 'uci-350',
      policyPack: 'RESEARCH',
    })
  })
})
