import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { describe, expect, test } from 'vitest'

const digest = new Uint8Array(32).fill(1)
const secretKey = new Uint8Array(32).fill(2)
const signature = ethersEcdsa.sign(digest, secretKey)

describe('a signature in the one spelling that the contracts take', () => {
  test('gives its signer', () => {
    expect(ethersEcdsa.recover(digest, signature)).toBe(ethersEcdsa.addressOf(secretKey))
  })

  // What is believed here and refused there would let a buyer read without paying.
  test.each(['00', '01', '1d', '25', '26'])('error: is refused with v = 0x%s', (v) => {
    const other = `${signature.slice(0, -2)}${v}` as Hex
    expect(() => ethersEcdsa.recover(digest, other)).toThrow(
      expect.objectContaining({ code: 'auth.signature_invalid' }),
    )
  })

  test('error: is refused in 64 bytes, and with bytes behind it', () => {
    for (const other of [signature.slice(0, -2), `${signature}00`] as Hex[]) {
      expect(() => ethersEcdsa.recover(digest, other)).toThrow(
        expect.objectContaining({ code: 'auth.signature_invalid' }),
      )
    }
  })
})
