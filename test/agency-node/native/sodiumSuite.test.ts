import { loadSodiumSuite } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { type NaclSuite, tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const message = fc.uint8Array({ maxLength: 3000 })
const runs = { numRuns: 40, seed: 20260101 }

describe('the native NaCl suite, beside tweetnacl', () => {
  let sodium: NaclSuite
  beforeAll(async () => {
    const loaded = await loadSodiumSuite()
    if (loaded === null) throw new Error('sodium-native does not load on this machine')
    sodium = loaded
  })

  it('derives the same public keys', () => {
    fc.assert(
      fc.property(bytes(32), (secret) => {
        expect(sodium.boxPublicKey(secret)).toEqual(tweetnaclSuite.boxPublicKey(secret))
        expect(sodium.signKeyPair(secret)).toEqual(tweetnaclSuite.signKeyPair(secret))
      }),
      runs,
    )
  })

  it('makes and opens the same boxes', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), bytes(24), message, (a, b, nonce, text) => {
        const toB = tweetnaclSuite.boxPublicKey(b)
        const toA = tweetnaclSuite.boxPublicKey(a)
        const box = sodium.box(text, nonce, toB, a)
        expect(box).toEqual(tweetnaclSuite.box(text, nonce, toB, a))
        expect(sodium.boxOpen(box, nonce, toA, b)).toEqual(text)
      }),
      runs,
    )
  })

  it('makes and opens the same secretboxes', () => {
    fc.assert(
      fc.property(bytes(32), bytes(24), message, (key, nonce, text) => {
        const box = sodium.secretbox(text, nonce, key)
        expect(box).toEqual(tweetnaclSuite.secretbox(text, nonce, key))
        for (const suite of [sodium, tweetnaclSuite]) {
          const room = new Uint8Array(text.length + 20)
          suite.secretboxInto(room.subarray(2, -2), text, nonce, key)
          expect(room).toEqual(Uint8Array.from([0, 0, ...box, 0, 0]))
        }
        expect(sodium.secretboxOpen(box, nonce, key)).toEqual(text)
        expect(tweetnaclSuite.secretboxOpen(box, nonce, key)).toEqual(text)
      }),
      runs,
    )
  })

  it('makes the same signatures and agrees on their validity', () => {
    fc.assert(
      fc.property(bytes(32), message, fc.nat(63), (seed, text, position) => {
        const { publicKey, secretKey } = sodium.signKeyPair(seed)
        const signature = sodium.sign(text, secretKey)
        expect(signature).toEqual(tweetnaclSuite.sign(text, secretKey))
        expect(sodium.verify(text, signature, publicKey)).toBe(true)
        const altered = Uint8Array.from(signature)
        altered[position] = (altered[position] ?? 0) ^ 1
        expect(sodium.verify(text, altered, publicKey)).toBe(false)
        expect(tweetnaclSuite.verify(text, altered, publicKey)).toBe(false)
      }),
      { ...runs, numRuns: 15 },
    )
  })

  it('gives fresh random bytes and key pairs that fit together', () => {
    expect(sodium.randomBytes(24)).toHaveLength(24)
    expect(sodium.randomBytes(24)).not.toEqual(sodium.randomBytes(24))
    const { publicKey, secretKey } = sodium.boxKeyPair()
    expect(tweetnaclSuite.boxPublicKey(secretKey)).toEqual(publicKey)
  })

  it('error: opens nothing that was altered, cut short or sealed under another key', () => {
    const key = new Uint8Array(32).fill(1)
    const nonce = new Uint8Array(24)
    const box = sodium.secretbox(Uint8Array.of(1, 2, 3), nonce, key)
    for (const suite of [sodium, tweetnaclSuite]) {
      expect(suite.secretboxOpen(box.with(0, (box[0] ?? 0) ^ 1), nonce, key)).toBeNull()
      expect(suite.secretboxOpen(box.subarray(0, 10), nonce, key)).toBeNull()
      expect(suite.secretboxOpen(box, nonce, key.with(0, 2))).toBeNull()
      expect(suite.boxOpen(box.subarray(0, 3), nonce, key, key)).toBeNull()
      expect(suite.verify(box, new Uint8Array(63), key)).toBe(false)
    }
  })

  it('error: refuses to box to a public key of small order', () => {
    const zero = new Uint8Array(32)
    const box = () => sodium.box(zero, new Uint8Array(24), zero, new Uint8Array(32).fill(9))
    expect(box).toThrow(expect.objectContaining({ code: 'key.invalid' }))
  })
})
