import { ucrJsonSchema } from '@creditmesh/sdk/wire/records/jsonSchema.ts'
import { ucrRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import { describe, expect, test } from 'vitest'
import { sampleIdentity, sampleRecords, sampleTradeline } from './samples.ts'

function accepts(record: unknown): boolean {
  return ucrRecordSchema.safeParse(record).success
}

describe('a record', () => {
  test.each(Object.entries(sampleRecords()))('of category %s passes unchanged', (_, record) => {
    expect(ucrRecordSchema.parse(record)).toEqual(record)
  })

  test('may mark as unknown what its source lacks', () => {
    const unknown = { dateOpened: null, creditLimit: null, currentBalance: null } as const
    expect(accepts(sampleTradeline({ ...unknown, amountPastDue: null, liability: null }))).toBe(
      true,
    )
  })

  test('carries what a member adds under that member only', () => {
    const ext = { 'lender-1': { branch: 'north', flags: [1, true, null] } }
    expect(accepts({ ...sampleTradeline(), ext })).toBe(true)
  })
})

describe('error: a record is refused', () => {
  test.each([
    ['an unknown member', { note: 'x' }],
    ['a later standard', { standard: 'UCR/2.0' }],
    ['another schema', { $schema: 'urn:creditmesh:schema:ucr:1.1' }],
    ['a category of another payload', { category: 'identity' }],
    ['no category', { category: undefined }],
    ['a day that does not exist', { asOf: '2023-02-29' }],
    ['a time that is not whole', { reportedAt: 1.5 }],
    ['version 0', { version: 0 }],
    ['a name with a blank', { furnisherId: 'lender 1' }],
    ['an extension under no member', { ext: { branch: 'north' } }],
    ['an extension that nests', { ext: { 'lender-1': { a: { b: 1 } } } }],
    ['a forbidden payload in an extension', { ext: { 'lender-1': { bloodType: 'A' } } }],
    ['religion in an extension', { ext: { 'lender-1': { customerReligion: 'x' } } }],
  ])('for %s', (_, change) => {
    expect(accepts({ ...sampleTradeline(), ...change })).toBe(false)
  })

  test.each([
    ['money that is not whole', { currentBalance: 1.5 }],
    ['money beyond exact numbers', { currentBalance: 2 ** 53 }],
    ['money as text', { currentBalance: '100' }],
    ['NaN', { currentBalance: Number.NaN }],
    ['a currency in lower case', { currency: 'eur' }],
    ['a negative limit', { creditLimit: -1 }],
    ['an unknown status', { accountStatus: 'LATE' }],
    ['an account number with a blank', { accountRef: '4111 1111 1111 1111' }],
  ])('for a payload with %s', (_, change) => {
    const record = sampleTradeline()
    expect(accepts({ ...record, payload: { ...record.payload, ...change } })).toBe(false)
  })

  test('whose months are not newest first, or named twice, or more than sixty', () => {
    const months = sampleTradeline().payload.paymentHistory
    const [newest] = months
    if (newest === undefined) throw new Error('the sample has months')
    expect(accepts(sampleTradeline({ paymentHistory: [...months].reverse() }))).toBe(false)
    expect(accepts(sampleTradeline({ paymentHistory: [newest, newest] }))).toBe(false)
    const many = Array.from({ length: 61 }, (_, i) => ({ ...newest, month: `${2100 - i}-01` }))
    expect(accepts(sampleTradeline({ paymentHistory: many }))).toBe(false)
    expect(accepts(sampleTradeline({ paymentHistory: many.slice(1) }))).toBe(true)
  })

  test('that tells a spouse, a sex or an education of a person', () => {
    const record = sampleIdentity()
    for (const extra of ['spouse', 'sex', 'education', 'marriage', 'religion']) {
      const payload = { ...record.payload, [extra]: 'x' }
      expect(accepts({ ...record, payload })).toBe(false)
    }
  })

  test('that carries location, night habits or contacts of a telephone', () => {
    const record = sampleRecords().alternativeTelecom
    for (const extra of [
      'radius_of_gyration',
      'entropy_of_antennas',
      'percent_nocturnal',
      'network',
    ]) {
      const payload = { ...record.payload, [extra]: { mean: 1, std: 0 } }
      expect(accepts({ ...record, payload })).toBe(false)
    }
  })

  test('whose statement is longer than a hundred words', () => {
    const record = sampleRecords().annotation
    const withWords = (n: number) => ({
      ...record,
      payload: { ...record.payload, text: Array(n).fill('word').join(' ') },
    })
    expect(accepts(withWords(100))).toBe(true)
    expect(accepts(withWords(101))).toBe(false)
  })
})

test('a member called __proto__ never reaches the parsed record', () => {
  const text = JSON.stringify({ ...sampleTradeline(), ext: {} })
  const hostile = text.replace('"ext":{}', '"ext":{"__proto__":{"a":1}},"__proto__":{"b":2}')
  const parsed = ucrRecordSchema.safeParse(JSON.parse(hostile))
  const { a, b } = (parsed.data?.ext ?? {}) as Record<string, unknown>
  expect([a, b]).toEqual([undefined, undefined])
  expect(Object.getPrototypeOf(parsed.data ?? {})).toBe(Object.prototype)
})

describe('the JSON Schema', () => {
  const schema = ucrJsonSchema()

  test('is of 2020-12 and has a branch for each category', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema.$id).toBe('urn:creditmesh:schema:ucr:1.0')
    expect(schema.oneOf).toHaveLength(11)
  })

  test('closes every object that names its members', () => {
    const open: string[] = []
    walk(schema, '$', (node, path) => {
      if ('properties' in node && node.additionalProperties !== false) open.push(path)
    })
    expect(open).toEqual([])
  })
})

function walk(
  node: unknown,
  path: string,
  visit: (node: Record<string, unknown>, path: string) => void,
): void {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) visit(node as Record<string, unknown>, path)
  for (const [key, child] of Object.entries(node)) walk(child, `${path}.${key}`, visit)
}
