import { loadNativeEcdsa } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { type EcdsaSuite, ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
// A first byte below 0xff keeps the key below the order of the group.
const secretKey = bytes(32).map((key) => key.with(0, (key[0] ?? 0) & 0x7f).with(31, 1))
const runs = { numRuns: 40, seed: 20260102 }
const refused = expect.objectContaining({ code: 'auth.signature_invalid' })

describe('the native secp256k1 suite, beside ethers', () => {
  let native: EcdsaSuite
  beforeAll(async () => {
    const loaded = await loadNativeEcdsa()
    if (loaded === null) throw new Error('secp256k1 does not load on this machine')
    native = loaded
  })

  it('hashes alike', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), (message) => {
        expect(native.keccak256(message)).toEqual(ethersEcdsa.keccak256(message))
      }),
      runs,
    )
  })

  it('signs alike and recovers the same checksummed address', () => {
    fc.assert(
      fc.property(bytes(32), secretKey, (digest, key) => {
        const signature = native.sign(digest, key)
        expect(signature).toBe(ethersEcdsa.sign(digest, key))
        expect(native.addressOf(key)).toBe(ethersEcdsa.addressOf(key))
        expect(native.recover(digest, signature)).toBe(native.addressOf(key))
        expect(ethersEcdsa.recover(digest, signature)).toBe(native.addressOf(key))
      }),
      runs,
    )
  })

  it('recovers the same address, or refuses, for a signature of another digest', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), secretKey, (digest, other, key) => {
        const signature = native.sign(digest, key)
        expect(outcomeOf(native, other, signature)).toBe(outcomeOf(ethersEcdsa, other, signature))
      }),
      runs,
    )
  })

  it('error: refuses malformed signatures', () => {
    const digest = new Uint8Array(32).fill(7)
    const valid = native.sign(digest, new Uint8Array(32).fill(1))
    const malformed: Hex[] = [
      '0x',
      valid.slice(0, -2) as Hex,
      `${valid}00`,
      `${valid.slice(0, -2)}1d` as Hex,
      `0x${'00'.repeat(64)}1b`,
      `0x${'zz'.repeat(65)}`,
    ]
    for (const signature of malformed) {
      expect(() => native.recover(digest, signature)).toThrow(refused)
    }
  })

  it('error: refuses the malleable twin of a signature, as the contracts do', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const digest = new Uint8Array(32).fill(7)
    const valid = native.sign(digest, new Uint8Array(32).fill(1))
    const s = order - BigInt(`0x${valid.slice(66, 130)}`)
    const v = valid.endsWith('1b') ? '1c' : '1b'
    const twin = `${valid.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}` as Hex
    expect(() => native.recover(digest, twin)).toThrow(refused)
  })
})

function outcomeOf(suite: EcdsaSuite, digest: Uint8Array, signature: Hex): string {
  try {
    return suite.recover(digest, signature)
  } catch {
    return `refused ${toHex(digest).length}`
  }
}
