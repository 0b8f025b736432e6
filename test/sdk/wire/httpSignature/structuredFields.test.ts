import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { BareItem, Dictionary } from '@creditmesh/sdk/wire/httpSignature/fields.ts'
import { parseDictionary } from '@creditmesh/sdk/wire/httpSignature/parseFields.ts'
import { writeDictionary } from '@creditmesh/sdk/wire/httpSignature/writeFields.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,8}$/)
const bareItem: fc.Arbitrary<BareItem> = fc.oneof(
  fc.integer({ min: -999_999_999, max: 999_999_999 }),
  fc.maxSafeInteger().filter((value) => Math.abs(value) <= 999_999_999_999_999),
  fc.boolean(),
  fc.stringMatching(/^[\x20-\x7e]{0,12}$/),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
  fc.stringMatching(/^[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]{0,8}$/).map((token) => ({ token })),
)
const params = fc
  .uniqueArray(fc.tuple(key, bareItem), { selector: ([name]) => name, maxLength: 3 })
  .map((entries) => new Map(entries))
const item = fc.record({ value: bareItem, params })
const member = fc.oneof(item, fc.record({ items: fc.array(item, { maxLength: 4 }), params }))
const dictionary: fc.Arbitrary<Dictionary> = fc
  .uniqueArray(fc.tuple(key, member), { selector: ([name]) => name, maxLength: 4 })
  .map((entries) => new Map(entries))

describe('structured fields', () => {
  it('read back what they write', () => {
    fc.assert(
      fc.property(dictionary, (value) => {
        expect(parseDictionary(writeDictionary(value))).toEqual(value)
      }),
    )
  })

  it('have one spelling: writing what was read gives the same text again', () => {
    fc.assert(
      fc.property(dictionary, (value) => {
        const text = writeDictionary(value)
        expect(writeDictionary(parseDictionary(text))).toBe(text)
      }),
    )
  })

  it('either parse or throw input.invalid, whatever the text', () => {
    const alphabet = fc.constantFrom(...'ab1=,;:"\\()?-. \t*é\u0000')
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 30 }), (characters) => {
        try {
          parseDictionary(characters.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(MeshError)
          expect(error).toMatchObject({ code: 'input.invalid' })
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('allow spaces where RFC 9651 does', () => {
    expect(writeDictionary(parseDictionary('  a=1 \t,\t b;  x=2 , c=(1   2)'))).toBe(
      'a=1, b;x=2, c=(1 2)',
    )
  })

  it.each([
    ['a duplicate key', 'a=1, a=2'],
    ['a duplicate parameter', 'a=1;x=1;x=2'],
    ['a trailing comma', 'a=1,'],
    ['a decimal', 'a=1.5'],
    ['sixteen digits', 'a=1234567890123456'],
    ['an upper-case key', 'A=1'],
    ['a string without end', 'a="x'],
    ['an unknown escape', 'a="\\n"'],
    ['a control character', 'a="\u0007"'],
    ['a list without end', 'a=("x"'],
    ['items that touch', 'a=("x""y")'],
    ['bytes without padding', 'a=:AA:'],
    ['bytes with stray bits', 'a=:AB==:'],
    ['base64url', 'a=:_-8=:'],
    ['a nested list', 'a=((1))'],
    ['an empty value', 'a='],
    ['a date', 'a=@1659578233'],
    ['another boolean', 'a=?2'],
  ])('error: refuse %s', (_, text) => {
    expect(() => parseDictionary(text)).toThrowError(
      expect.objectContaining({ code: 'input.invalid' }),
    )
  })
})
