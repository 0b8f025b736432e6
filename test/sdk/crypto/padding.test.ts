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

  test('error: any other bytes are refused', () => {
    const flipped = pad(Uint8Array.of(1, 2, 3))
    flipped[100] = 1
    const tooLarge = new Uint8Array(2 * smallestClass)
    const lying = pad(Uint8Array.of(1))
    new DataView(lying.buffer).setUint32(0, 0xffff_ffff)
    for (const bytes of [flipped, tooLarge, lying, new Uint8Array(5000), new Uint8Array(0)]) {
      expect(() => unpad(bytes)).toThrow(malformed)
    }
  })
})
