import {
  decodeDocument,
  encodeDocument,
} from '@creditmesh/agency-node/store/sealing/documentJson.ts'
import { createSealer } from '@creditmesh/agency-node/store/sealing/sealer.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure, nacl } from './fixtures.ts'

const { seal, open } = createSealer(nacl)
const portable = createSealer(tweetnaclSuite)
const secretKey = new Uint8Array(32).fill(9)
const content = fc.uint8Array({ maxLength: 500 })
const placeOf = fc.record({
  key: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  version: fc.nat(2 ** 32 - 1),
})
const runs = { numRuns: 100, seed: 20260103 }

describe('a sealed value', () => {
  it('opens at its place, by any implementation of NaCl', () => {
    fc.assert(
      fc.property(placeOf, content, (place, text) => {
        const sealed = seal(secretKey, place, text)
        expect(open(secretKey, place, sealed)).toEqual(text)
        expect(portable.open(secretKey, place, sealed)).toEqual(text)
      }),
      runs,
    )
  })

  it('error: opens at no other place', () => {
    fc.assert(
      fc.property(placeOf, placeOf, content, (place, other, text) => {
        fc.pre(place.version !== other.version || Buffer.compare(place.key, other.key) !== 0)
        const sealed = seal(secretKey, place, text)
        expect(() => open(secretKey, other, sealed)).toThrow(failure('store.corrupt'))
      }),
      runs,
    )
  })

  it('error: opens at no place whose key runs into its content', () => {
    const sealed = seal(secretKey, { key: Uint8Array.of(1, 2), version: 0 }, new Uint8Array(8))
    const longer = { key: Uint8Array.of(1, 2, 0, 0), version: 0 }
    expect(() => open(secretKey, longer, sealed)).toThrow(failure('store.corrupt'))
  })

  it('error: opens neither altered nor cut short', () => {
    const place = { key: Uint8Array.of(1), version: 1 }
    fc.assert(
      fc.property(content, fc.nat(), (text, position) => {
        const sealed = seal(secretKey, place, text)
        const i = position % sealed.length
        const altered = sealed.with(i, (sealed[i] ?? 0) ^ 4)
        for (const bad of [altered, sealed.subarray(0, i)]) {
          expect(() => open(secretKey, place, bad)).toThrow(failure('store.corrupt'))
        }
      }),
      runs,
    )
  })

  it('may be text of any script', () => {
    const place = { key: Uint8Array.of(1), version: 1 }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20_000 }), (text) => {
        const sealed = seal(secretKey, place, text)
        expect(open(secretKey, place, sealed)).toEqual(utf8(text))
      }),
      runs,
    )
  })

  it('is never sealed twice alike', () => {
    const place = { key: Uint8Array.of(1), version: 1 }
    expect(seal(secretKey, place, place.key)).not.toEqual(seal(secretKey, place, place.key))
  })
})

describe('the JSON of documents', () => {
  it('gives back what was put in, bigints and bytes among it', () => {
    const leaf = fc.oneof(
      fc.bigInt(),
      fc.uint8Array(),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
      fc.boolean(),
    ) // prettier-ignore
    const marks = fc.constantFrom('$bigint', '$bytes', '$$bytes', '$')
    const key = fc.oneof(marks, fc.string()).filter((name) => name !== '__proto__')
    const value = fc.oneof(leaf, fc.array(leaf), fc.dictionary(key, fc.oneof(leaf, fc.array(leaf))))
    fc.assert(
      fc.property(value, (original) => {
        // JSON has no negative zero.
        const back = decodeDocument<unknown>(utf8(encodeDocument(original)))
        expect(JSON.stringify(spelled(back))).toBe(JSON.stringify(spelled(original)))
      }),
      runs,
    )
  })

  it('leaves out what is undefined', () => {
    expect(decodeDocument(utf8(encodeDocument({ a: undefined, b: 1 })))).toEqual({ b: 1 })
  })
})

function spelled(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Uint8Array) return `bytes ${[...value]}`
  if (Array.isArray(value)) return value.map(spelled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, spelled(member)]))
}
