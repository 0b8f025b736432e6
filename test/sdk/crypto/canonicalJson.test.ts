import { canonicalJson, type JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('canonical JSON', () => {
  test('sorts members by UTF-16 code units, as the example of RFC 8785 section 3.2.3', () => {
    const members = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const order = Object.keys(JSON.parse(canonicalJson(members)))
    // Integer-like keys come first in any parsed object, so the text itself is compared.
    expect(order).toHaveLength(7)
    expect(canonicalJson(members)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    )
  })

  test('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([JSON.parse('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    )
  })

  test('says the same as JSON, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as JsonValue)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  test('leaves undefined members out', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
  })

  test.each([
    ['NaN', Number.NaN],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', '\ud800'],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['an undefined item', [undefined]],
  ])('error: refuses %s', (_, value) => {
    const refusal = expect.objectContaining({ code: 'input.invalid' })
    expect(() => canonicalJson(value as unknown as JsonValue)).toThrow(refusal)
  })
})
