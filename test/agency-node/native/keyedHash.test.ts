import { createKeyedHash } from '@creditmesh/agency-node/native/keyedHash.ts'
import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { hmacSha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { hmacTag, tagMessage } from '@creditmesh/sdk/crypto/subjectTag.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('the keyed hash', () => {
  it('is HMAC-SHA-256 of the SDK, for every key and a series of messages', () => {
    const bytes = fc.uint8Array({ maxLength: 200 })
    const messages = fc.array(fc.uint8Array({ maxLength: 1500 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(bytes, messages, (key, series) => {
        const keyed = createKeyedHash(key)
        for (const message of series) expect(keyed.of(message)).toEqual(hmacSha256(key, message))
      }),
      { numRuns: 100, seed: 20260104 },
    )
  })

  it('takes a text as its UTF-8, what is half a character as the SDK does', () => {
    const keyed = createKeyedHash(Uint8Array.of(1))
    const texts = fc.string({ unit: 'binary', maxLength: 600 })
    fc.assert(
      fc.property(texts, (text) => {
        expect(keyed.of(text)).toEqual(keyed.of(utf8(text)))
      }),
      { numRuns: 200, seed: 20260104 },
    )
    expect(keyed.of('\ud800')).toEqual(keyed.of(utf8('\ud800')))
  })

  it('gives the published digest (RFC 4231, case 2)', () => {
    const digest = createKeyedHash(utf8('Jefe')).of(utf8('what do ya want for nothing?'))
    expect(toHex(digest)).toBe('0x5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  })

  it('gives the subject tag of the SDK', () => {
    const pepper = new Uint8Array(32).fill(5)
    const keyed = createKeyedHash(pepper)
    for (const value of ['1', 't220001293', '  12-34 ']) {
      const person = { country: 'DE', type: 'id-card', value }
      expect(keyed.of(tagMessage(person))).toEqual(hmacTag(pepper, person))
    }
  })

  it('gives digests that later ones do not overwrite', () => {
    const keyed = createKeyedHash(Uint8Array.of(1))
    const first = keyed.of(Uint8Array.of(1))
    const copy = first.slice()
    keyed.of(Uint8Array.of(2))
    expect(first).toEqual(copy)
  })

  it('knows nothing of its key once it was wiped', () => {
    const keyed = createKeyedHash(Uint8Array.of(1))
    const before = keyed.of(Uint8Array.of(1))
    keyed.wipe()
    expect(keyed.of(Uint8Array.of(1))).not.toEqual(before)
  })
})
