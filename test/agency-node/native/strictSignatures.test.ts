import { createHash } from 'node:crypto'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { concat, fromHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import nacl from 'tweetnacl'
import { describe, expect, test } from 'vitest'

const { nacl: native } = await chooseCryptoSuites()
const suites = [native, tweetnaclSuite]

const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n
const fieldPrime = 2n ** 255n - 19n

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

function encoded(value: bigint) {
  return fromHex(`0x${value.toString(16).padStart(64, '0')}`).reverse()
}

function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  return createHash('sha512')
    .update(concat(...parts))
    .digest()
}

/** The secret scalar beneath a seed, as RFC 8032 clamps it, and its point. */
function scalarOf(seed: Uint8Array) {
  const half = sha512(seed).subarray(0, 32)
  half[0] = (half[0] ?? 0) & 248
  half[31] = ((half[31] ?? 0) & 127) | 64
  return { scalar: littleEndian(half), point: tweetnaclSuite.signKeyPair(seed).publicKey }
}

const order8 = [
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]
const signBit = 2n ** 255n
const smallOrder = [
  ...[1n, fieldPrime - 1n, 0n, signBit, ...order8, ...order8.map((y) => y + signBit)],
  ...[fieldPrime, fieldPrime + 1n], // the same points as 0 and 1, in an encoding that they must not have
].map(encoded)

describe('both implementations of Ed25519', () => {
  test('error: refuse the second signature that adds the group order to S', () => {
    const { publicKey, secretKey } = tweetnaclSuite.signKeyPair(new Uint8Array(32).fill(4))
    const message = utf8('one signature a message')
    const signature = tweetnaclSuite.sign(message, secretKey)
    const s = littleEndian(signature.subarray(32))
    const second = concat(signature.subarray(0, 32), encoded(s + groupOrder))
    expect(nacl.sign.detached.verify(message, second, publicKey)).toBe(true) // tweetnacl alone takes it
    for (const suite of suites) {
      expect(suite.verify(message, signature, publicKey)).toBe(true)
      expect(suite.verify(message, second, publicKey)).toBe(false)
    }
  })

  test.each(
    smallOrder.map((key) => [Buffer.from(key).toString('hex'), key] as const),
  )('error: refuse the key of small order %s, which nobody needs a secret for', (_, key) => {
    const { scalar, point } = scalarOf(new Uint8Array(32).fill(6))
    const signature = concat(point, encoded(scalar % groupOrder))
    const messages = Array.from({ length: 40 }, (_, i) => utf8(`message ${i}`))
    const fitting = messages.filter((text) => nacl.sign.detached.verify(text, signature, key))
    expect(fitting.length).toBeGreaterThan(0) // tweetnacl alone takes it for some messages
    for (const suite of suites) {
      expect(fitting.filter((text) => suite.verify(text, signature, key))).toEqual([])
    }
  })

  test('error: refuse a signature whose point R is of small order', () => {
    const seed = new Uint8Array(32).fill(8)
    const { scalar, point } = scalarOf(seed)
    const message = utf8('R is the neutral element')
    const r = encoded(1n)
    const k = littleEndian(sha512(r, point, message))
    const signature = concat(r, encoded((k * scalar) % groupOrder))
    expect(nacl.sign.detached.verify(message, signature, point)).toBe(true)
    for (const suite of suites) expect(suite.verify(message, signature, point)).toBe(false)
  })
})
