import {
  bucketOfDays,
  crosswalk,
  fromMetro2Letter,
  fromPbocLetter,
  lateness,
  toMetro2Letter,
  toPbocLetter,
} from '@creditmesh/sdk/wire/records/crosswalk.ts'
import { paymentBuckets } from '@creditmesh/sdk/wire/records/enums.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const pbocLetters = [...'NM*1234567BGDZCA#/']
const metro2Letters = [...'0123456BDEGHJKLZ']
const daysPastDue = fc.integer({ min: 0, max: 2000 })

describe('the collision table', () => {
  test('the same letter means another thing in each standard', () => {
    const shared = pbocLetters.filter((letter) => metro2Letters.includes(letter))
    const meanings = shared.map((letter) => [
      letter,
      fromPbocLetter(letter).bucket,
      fromMetro2Letter(letter).bucket,
    ])
    expect(meanings).toEqual([
      ['1', 'DPD_1_29', 'DPD_30_59'],
      ['2', 'DPD_30_59', 'DPD_60_89'],
      ['3', 'DPD_60_89', 'DPD_90_119'],
      ['4', 'DPD_90_119', 'DPD_120_149'],
      ['5', 'DPD_120_149', 'DPD_150_179'],
      ['6', 'DPD_150_179', 'DPD_180_PLUS'],
      ['B', 'CHARGE_OFF', 'NO_HISTORY_BEFORE'],
      ['G', 'TERMINATED_UNPAID', 'COLLECTION'],
      ['D', 'GUARANTOR_PAID', 'NO_DATA_THIS_MONTH'],
      ['Z', 'ASSET_SETTLED', 'TOO_NEW_TO_RATE'],
    ])
  })

  test('every row of the table is pinned', () => {
    const rows = paymentBuckets.map((b) => `${b} ${crosswalk[b].pboc} ${crosswalk[b].metro2}`)
    expect(rows).toEqual([
      'CURRENT N 0',
      'NOT_DUE * E',
      'DPD_1_29 1 0',
      'DPD_30_59 2 1',
      'DPD_60_89 3 2',
      'DPD_90_119 4 3',
      'DPD_120_149 5 4',
      'DPD_150_179 6 5',
      'DPD_180_PLUS 7 6',
      'COLLECTION null G',
      'TERMINATED_UNPAID G null',
      'CHARGE_OFF B L',
      'GUARANTOR_PAID D null',
      'ASSET_SETTLED Z null',
      'SETTLED_CLOSED C null',
      'FORECLOSED null H',
      'SURRENDERED null J',
      'REPOSSESSED null K',
      'BILL_ADJUSTED A null',
      'TOO_NEW_TO_RATE null Z',
      'NO_DATA_THIS_MONTH # D',
      'NO_HISTORY_BEFORE / B',
    ])
  })

  test('day 30 is the second bucket of Metro 2 and still the first of PBoC', () => {
    const month = { bucket: bucketOfDays(30), daysPastDue: 30 }
    expect(toMetro2Letter(month)).toBe('1')
    expect(toPbocLetter(month)).toBe('1')
    expect(toPbocLetter({ bucket: bucketOfDays(31), daysPastDue: 31 })).toBe('2')
  })
})

describe('round trips', () => {
  test('the letter of any number of days stands for days that include it', () => {
    fc.assert(
      fc.property(daysPastDue, (days) => {
        const month = { bucket: bucketOfDays(days), daysPastDue: days }
        const decoded = [
          fromPbocLetter(toPbocLetter(month) ?? ''),
          fromMetro2Letter(toMetro2Letter(month) ?? ''),
        ]
        for (const { days: range } of decoded) {
          expect(range?.min).toBeLessThanOrEqual(days)
          expect(range?.max).toBeGreaterThanOrEqual(days)
        }
      }),
    )
  })

  test('a letter comes back as itself, but for PBoC M, which reads N', () => {
    for (const letter of pbocLetters) {
      const { bucket, days } = fromPbocLetter(letter)
      const back = toPbocLetter({ bucket, daysPastDue: days?.min ?? null })
      expect(back).toBe(letter === 'M' ? 'N' : letter)
    }
    for (const letter of metro2Letters) {
      const { bucket, days } = fromMetro2Letter(letter)
      const month = { bucket, daysPastDue: days?.min ?? null, statementBalance: 0 }
      expect(toMetro2Letter(month)).toBe(letter)
    }
  })

  test('a bucket comes back as itself wherever the standard can say it', () => {
    for (const bucket of paymentBuckets) {
      const { pboc, metro2 } = crosswalk[bucket]
      if (pboc !== null) expect(fromPbocLetter(pboc).bucket).toBe(bucket)
      // Metro 2 calls days 1-29 current: the one loss.
      const expected = bucket === 'DPD_1_29' ? 'CURRENT' : bucket
      if (metro2 !== null) expect(fromMetro2Letter(metro2).bucket).toBe(expected)
    }
  })

  test('without a count of days the letter is the one of the table', () => {
    for (const bucket of paymentBuckets) {
      const month = { bucket, daysPastDue: null, statementBalance: 0 }
      expect(toPbocLetter(month)).toBe(crosswalk[bucket].pboc)
      expect(toMetro2Letter(month)).toBe(crosswalk[bucket].metro2)
    }
  })
})

test('not due reads E on a zero balance and 0 on any other', () => {
  const month = { bucket: 'NOT_DUE', daysPastDue: 0 } as const
  expect(toMetro2Letter({ ...month, statementBalance: 0 })).toBe('E')
  expect(toMetro2Letter({ ...month, statementBalance: 5 })).toBe('0')
  expect(toMetro2Letter(month)).toBe('0')
})

test('more days are never a milder bucket', () => {
  fc.assert(
    fc.property(daysPastDue, daysPastDue, (a, b) => {
      const [fewer, more] = a < b ? [a, b] : [b, a]
      const milder = lateness(bucketOfDays(fewer)) ?? -1
      expect(milder).toBeLessThanOrEqual(lateness(bucketOfDays(more)) ?? -1)
    }),
  )
})

test('error: a letter that the standard does not have is refused', () => {
  for (const letter of ['8', '9', 'n', 'L', 'E', '', '11', '__proto__']) {
    expect(() => fromPbocLetter(letter)).toThrow(/input.invalid/)
  }
  for (const letter of ['7', 'N', '*', '#', '/', 'M', 'A', '']) {
    expect(() => fromMetro2Letter(letter)).toThrow(/input.invalid/)
  }
})
