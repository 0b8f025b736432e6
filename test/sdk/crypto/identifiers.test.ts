import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { createHmacTagger, hmacTag } from '@creditmesh/sdk/crypto/subjectTag.ts'
import { describe, expect, test } from 'vitest'

describe('an identifier', () => {
  test('has one spelling, however people write it', () => {
    const spellings = [
      { country: 'tw', type: 'UCI-Client', value: ' 12-34 5' },
      { country: 'TW', type: 'uci-client', value: '12345' },
      { country: ' tw ', type: 'uci-client', value: '\uff11\uff12\uff13\uff14\uff15' },
    ]
    for (const spelling of spellings) {
      expect(normaliseIdentifier(spelling)).toBe('TW|uci-client|12345')
    }
  })

  test('of a Chinese citizen carries its check digit', () => {
    // The worked example of GB 11643-1999.
    const value = '11010519491231002x'
    expect(normaliseIdentifier({ country: 'CN', type: 'national-id', value })).toBe(
      'CN|national-id|11010519491231002X',
    )
  })

  test.each([
    ['country', { country: 'TWN', type: 'passport', value: '1' }],
    ['type', { country: 'TW', type: 'pass|port', value: '1' }],
    ['value', { country: 'TW', type: 'passport', value: '' }],
    ['value', { country: 'TW', type: 'passport', value: 'a|b' }],
    ['value', { country: 'CN', type: 'national-id', value: '110105194912310021' }],
  ])('error: a malformed %s is named and its value is not repeated', (field, identifier) => {
    const refusal = { code: 'input.invalid', details: { field: `identifier.${field}` } }
    expect(() => normaliseIdentifier(identifier)).toThrow(expect.objectContaining(refusal))
  })
})

describe('a subject tag', () => {
  const pepper = utf8('a pepper of the consortium, 32 by')
  const identifier = { country: 'TW', type: 'passport', value: '300-123456' }

  test('is the same for every spelling, and another under another pepper', async () => {
    const tag = toHex(hmacTag(pepper, identifier))
    expect(toHex(hmacTag(pepper, { ...identifier, value: '300123456' }))).toBe(tag)
    expect(toHex(await createHmacTagger(pepper).tagOf(identifier))).toBe(tag)
    expect(toHex(hmacTag(utf8('other'), identifier))).not.toBe(tag)
  })
})
