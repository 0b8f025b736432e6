import * as ids from '@creditmesh/sdk/chain/ids.ts'
import { fromHex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { AbiCoder, keccak256 } from 'ethers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyHex } from './arbitraries.ts'

const seed = { seed: 11, numRuns: 25 }
const abi = AbiCoder.defaultAbiCoder()
const encoded = (types: string[], values: unknown[]) => keccak256(abi.encode(types, values))

test('ids are keccak256 of abi.encode, as the contracts compute them', () => {
  fc.assert(
    fc.property(anyHex(20), anyHex(20), anyHex(32), anyHex(32), (buyer, seller, a, b) => {
      expect(ids.queryIdOf({ chainId: 31337, queries: seller, buyer, nonce: a, bodyHash: b })).toBe(
        encoded(
          ['uint256', 'address', 'address', 'bytes32', 'bytes32'],
          [31337, seller, buyer, a, b],
        ),
      )
      expect(ids.legIdOf({ queryId: a, buyer, seller, offerHash: b })).toBe(
        encoded(['bytes32', 'address', 'address', 'bytes32'], [a, buyer, seller, b]),
      )
    }),
    seed,
  )
})

test('commitments take their secrets in hex or raw', () => {
  fc.assert(
    fc.property(anyHex(32), anyHex(32), (first, second) => {
      const expected = encoded(['bytes32', 'bytes32'], [first, second])
      expect(ids.commitmentOf(first, second)).toBe(expected)
      expect(ids.commitmentOf(fromHex(first), fromHex(second))).toBe(expected)
      expect(ids.keyHash(first, fromHex(second))).toBe(expected)
      expect(ids.wHash(first, second)).toBe(expected)
      expect(ids.outcomeCommitment(first, ids.outcomes.MISS, second)).toBe(
        encoded(['bytes32', 'uint8', 'bytes32'], [first, 2, second]),
      )
    }),
    seed,
  )
})

test('an idempotency key has one nonce, which tells it to nobody else', () => {
  const secret = new Uint8Array(32).fill(1)
  const nonce = ids.accountNonceOf('order-1', secret)
  expect(ids.accountNonceOf('order-1', secret)).toBe(nonce)
  expect(ids.accountNonceOf('order-2', secret)).not.toBe(nonce)
  expect(ids.accountNonceOf('order-1', new Uint8Array(32).fill(2))).not.toBe(nonce)
  expect(nonce).not.toBe(keccak256(toHex(utf8('order-1'))))
})

test('addresses are read in any case and spelled by EIP-55', () => {
  const spelled = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
  expect(ids.toAddress(spelled.toLowerCase())).toBe(spelled)
  expect(ids.sameHex(spelled, spelled.toLowerCase())).toBe(true)
})

test('error: what is not an address is refused', () => {
  expect(() => ids.toAddress('0x1234')).toThrow(expect.objectContaining({ code: 'input.invalid' }))
})

test('error: a refusal never repeats the value, which may be a secret in the wrong place', () => {
  const secret = `0x${'5e'.repeat(31)}` as const
  expect(() => ids.commitmentOf(secret, secret)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('5e5e') }),
  )
})
