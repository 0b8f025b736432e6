import { pad, smallestClass, unpad } from '@creditmesh/sdk/crypto/padding.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const malformed = expect.objectContaining({ code: 'http.bad_response' })

describe('padding', () => {
  test('comes off as it went on, and only sizes of a class come out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (message) => {
        const padded = pad(message)
        expect(Math.log2(padded.length) % 1).toBe(0)
        expect(padded.length).toBeGreaterThanOrEqual(smallestClass)
        expect(unpad(padded)).toEqual(message)
      }),
    )
  })

  test('an empty and a full message of the smallest class look alike in size', () => {
    expect(pad(new Uint8Array(0))).toHaveLength(smallestClass)
    expect(pad(new Uint8Array(smallestClass - 4))).toHaveLength(smallestClass)
    expect(pad(new Uint8Array(smallestClass - 3))).toHaveLength(2 * smallestClass)
  })

  test('a short message takes the class of a longer one, and comes off the same', () => {
    const message = Uint8Array.of(1, 2, 3)
    expect(pad(message, smallestClass - 4)).toHaveLength(smallestClass)
    expect(pad(message, smallestClass - 3)).toHaveLength(2 * smallestClass)
    expect(unpad(pad(message, 50_000))).toEqual(message)
    const long = new Uint8Array(20_000).fill(7)
    expect(pad(long, 10)).toEqual(pad(long))
  })

  test('error: any other bytes are refused', () => {
    const flipped = pad(Uint8Array.of(1, 2, 3))
    flipped[100] = 1
    const noClass = new Uint8Array(3 * smallestClass)
    const lying = pad(Uint8Array.of(1))
    new DataView(lying.buffer).setUint32(0, 0xffff_ffff)
    for (const bytes of [flipped, noClass, lying, new Uint8Array(5000), new Uint8Array(0)]) {
      expect(() => unpad(bytes)).toThrow(malformed)
    }
  })
})
