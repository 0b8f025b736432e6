import * as consentStructs from '@creditmesh/sdk/chain/consentStructs.ts'
import { consentIdOf, type Hex } from '@creditmesh/sdk/chain/ids.ts'
import * as queryStructs from '@creditmesh/sdk/chain/queryStructs.ts'
import type { StructType } from '@creditmesh/sdk/chain/structHash.ts'
import { createTypedData, type TypedMessage } from '@creditmesh/sdk/chain/typedData.ts'
import { fromHex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { TypedDataEncoder, verifyTypedData, Wallet } from 'ethers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyStruct } from './arbitraries.ts'

const domains = {
  chainId: 31337,
  addresses: {
    consents: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
    queries: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  },
} as const
const typedData = createTypedData(domains)
const wallet = new Wallet(`0x${'11'.repeat(32)}`)

const { consents, queries } = domains.addresses

describeType(consentStructs.consentGrantType, typedData.consentGrant, consents)
describeType(consentStructs.consentPauseType, typedData.consentPause, consents)
describeType(consentStructs.consentResumeType, typedData.consentResume, consents)
describeType(consentStructs.consentWithdrawType, typedData.consentWithdraw, consents)
describeType(consentStructs.consentCancelType, typedData.consentCancel, consents)
describeType(queryStructs.queryTermsType, typedData.queryTerms, queries)
describeType(queryStructs.offerType, typedData.offer, queries)
describeType(queryStructs.deliveryType, typedData.delivery, queries)
describeType(queryStructs.receiptType, typedData.receipt, queries)

function describeType<T extends object>(
  type: StructType<T>,
  message: TypedMessage<T>,
  verifyingContract: string,
): void {
  const { name } = type
  const types = { [name]: type.layout.map(([member, word]) => ({ name: member, type: word })) }
  const domain = { name: 'creditmesh', version: '1', chainId: domains.chainId, verifyingContract }

  describe(name, () => {
    test('hashes as ethers does, whatever its values', () => {
      fc.assert(
        fc.property(anyStruct(type), (value) => {
          expect(message.hash(value)).toBe(TypedDataEncoder.hashStruct(name, types, value))
          expect(toHex(message.digest(value))).toBe(TypedDataEncoder.hash(domain, types, value))
        }),
        { seed: 7, numRuns: 25 },
      )
    })

    test('is signed as a wallet signs it', async () => {
      const value = one(anyStruct(type))
      const signature = message.sign(value, fromHex(wallet.privateKey))
      expect(signature).toBe(await wallet.signTypedData(domain, types, value))
      expect(message.recover(value, signature)).toBe(wallet.address)
      const payload = message.payload(value)
      const shown = verifyTypedData(
        payload.domain,
        payload.types as Record<string, { name: string; type: string }[]>,
        payload.message,
        signature,
      )
      expect(shown).toBe(wallet.address)
    })
  })
}

test('a grant has one id, with its sentence or with the hash of it', () => {
  fc.assert(
    fc.property(anyStruct(consentStructs.consentGrantType), (grant) => {
      const { summary, ...terms } = grant
      const recorded = { ...terms, summaryHash: toHex(keccak256(utf8(summary))) }
      expect(consentIdOf(recorded)).toBe(consentIdOf(grant))
    }),
    { seed: 9, numRuns: 25 },
  )
})

test('every signed type has a digest of its own for the same values', () => {
  const action = { consentId: `0x${'01'.repeat(32)}` as Hex, seq: 1, deadline: 2 }
  const digests = [typedData.consentPause, typedData.consentResume, typedData.consentWithdraw].map(
    (type) => toHex(type.digest(action)),
  )
  expect(new Set(digests).size).toBe(3)
})

test('a signature is worthless on another chain and for another contract', () => {
  const receipt = one(anyStruct(queryStructs.receiptType))
  const signature = typedData.receipt.sign(receipt, fromHex(wallet.privateKey))
  const otherChain = createTypedData({ ...domains, chainId: 1 })
  const otherContract = createTypedData({
    ...domains,
    addresses: { ...domains.addresses, queries: consents },
  })
  expect(otherChain.receipt.recover(receipt, signature)).not.toBe(wallet.address)
  expect(otherContract.receipt.recover(receipt, signature)).not.toBe(wallet.address)
})

test('the hash function is the one that is handed in', () => {
  let calls = 0
  const counting = {
    ...ethersEcdsa,
    keccak256: (bytes: Uint8Array) => {
      calls += 1
      return keccak256(bytes)
    },
  }
  const receipt = one(anyStruct(queryStructs.receiptType))
  const counted = createTypedData(domains, counting)
  const before = calls
  counted.receipt.digest(receipt)
  expect(calls - before).toBe(2)
})

test.each([
  ['a number beyond its type', { seq: 2 ** 32 }],
  ['a negative number', { seq: -1 }],
  ['a fraction', { deadline: 1.5 }],
  ['a short hash', { consentId: '0x1234' }],
  ['a hash that is not hex', { consentId: `0x${'zz'.repeat(32)}` }],
] as const)('error: %s is refused, since the chain would see another value', (_, wrong) => {
  const action = { consentId: `0x${'01'.repeat(32)}` as Hex, seq: 1, deadline: 2, ...wrong }
  expect(() => typedData.consentPause.hash(action)).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  )
})

function one<T>(arbitrary: fc.Arbitrary<T>): T {
  return fc.sample(arbitrary, { seed: 8, numRuns: 1 })[0] as T // one run gives one sample
}
