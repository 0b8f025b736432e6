import { compactSignature } from '@creditmesh/sdk/chain/compactSignature.ts'
import { toAddress } from '@creditmesh/sdk/chain/ids.ts'
import {
  estimateGas,
  explainRevert,
  freeGas,
  readNonce,
  readReceipt,
  sendTransaction,
  signTransaction,
  simulateCall,
} from '@creditmesh/sdk/chain/sender.ts'
import { fromHex, type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { Signature, Transaction, Wallet } from 'ethers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestChain, type TestChain } from '../../support/localChain.ts'
import { anyHex } from './arbitraries.ts'

const wallet = new Wallet(`0x${'42'.repeat(32)}`)
const secretKey = fromHex(wallet.privateKey)
const call = { to: `0x${'77'.repeat(20)}`, data: '0xabcdef' } as const
let chain: TestChain

beforeAll(async () => {
  chain = await startTestChain()
})

afterAll(() => chain.close())

describe('signing', () => {
  const fields = { chainId: 31337, nonce: 3, gasLimit: 100_000n }

  test.each([
    ['EIP-1559', { maxFeePerGas: 5n, maxPriorityFeePerGas: 1n }, 2],
    ['legacy', { gasPrice: 7n }, 0],
    ['free', freeGas, 2],
  ] as const)('gives the bytes that a wallet gives: %s', async (_, fees, type) => {
    const signed = signTransaction(call, { ...fields, fees }, { secretKey })
    expect(signed.raw).toBe(await wallet.signTransaction({ ...fields, ...fees, ...call, type }))
    expect(Transaction.from(signed.raw).hash).toBe(signed.hash)
  })

  test('whatever its numbers and its data, ethers reads and signs the same', async () => {
    const uint = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
    const anyFees = fc.oneof(
      fc.record({ gasPrice: uint(70) }),
      fc.record({ maxFeePerGas: uint(70), maxPriorityFeePerGas: fc.constant(0n) }),
    )
    const anyTransaction = fc.record({
      chainId: fc.integer({ min: 1, max: 2 ** 40 }),
      nonce: fc.nat(),
      gasLimit: uint(50),
      fees: anyFees,
      data: fc.uint8Array({ maxLength: 300 }).map(toHex),
      to: fc.option(anyHex(20).map(toAddress)),
    })
    await fc.assert(
      fc.asyncProperty(anyTransaction, async ({ data, to, fees, ...rest }) => {
        const { raw, hash } = signTransaction({ to, data }, { ...rest, fees }, { secretKey })
        const type = 'gasPrice' in fees ? 0 : 2
        const target = to === null ? {} : { to }
        expect(raw).toBe(await wallet.signTransaction({ ...rest, ...fees, ...target, data, type }))
        expect(Transaction.from(raw).hash).toBe(hash)
      }),
      { seed: 6, numRuns: 60 },
    )
  })

  test('a compact signature is the one of ERC-2098', () => {
    for (let i = 0; i < 16; i += 1) {
      const signature = wallet.signingKey.sign(`0x${i.toString(16).padStart(64, '0')}`)
      const { r, yParityAndS: vs } = signature
      expect(compactSignature(signature.serialized as Hex)).toEqual({ r, vs })
      expect(Signature.from({ r, yParityAndS: vs }).serialized).toBe(signature.serialized)
    }
  })

  test.each([
    ['too short', '0x1234'],
    ['with s in the upper half', `0x${'11'.repeat(32)}${'ff'.repeat(32)}1b`],
    ['with another v', `0x${'11'.repeat(64)}1d`],
  ] as const)('error: a signature %s has no compact form', (_, signature) => {
    expect(() => compactSignature(signature)).toThrow(
      expect.objectContaining({ code: 'auth.signature_invalid' }),
    )
  })
})

describe('sending', () => {
  test('an account without ether sends, and its nonce counts', async () => {
    const nonce = await readNonce(chain.rpc, wallet.address as Hex)
    const fields = { chainId: 31337, nonce, gasLimit: 100_000n, fees: freeGas }
    const signed = signTransaction(call, fields, { secretKey })
    expect(await readReceipt(chain.rpc, signed.hash)).toBeNull()
    await sendTransaction(chain.rpc, signed)
    expect(await readReceipt(chain.rpc, signed.hash)).toMatchObject({
      txHash: signed.hash,
      isSuccess: true,
    })
    expect(await readNonce(chain.rpc, wallet.address as Hex)).toBe(nonce + 1)
  })

  test('error: a transaction that reverts is mined, and its reason is found afterwards', async () => {
    const from = wallet.address as Hex
    const withdraw = chain.contracts.ledger.encode('withdraw', 5n)
    const nonce = await readNonce(chain.rpc, from)
    const fields = { chainId: 31337, nonce, gasLimit: 200_000n, fees: freeGas }
    const signed = signTransaction(withdraw, fields, { secretKey })
    await sendTransaction(chain.rpc, signed)
    const receipt = await readReceipt(chain.rpc, signed.hash)
    expect(receipt?.isSuccess).toBe(false)
    const { blockNumber = 0 } = receipt ?? {}
    expect(await explainRevert(chain.rpc, withdraw, { from, blockNumber })).toMatchObject({
      code: 'payment.insufficient',
      details: { amount: 5n, free: 0n },
    })
  })

  test('error: trying a call and estimating its gas say the reason beforehand', async () => {
    const from = wallet.address as Hex
    const withdraw = chain.contracts.ledger.encode('withdraw', 5n)
    const refusal = { code: 'payment.insufficient' }
    await expect(simulateCall(chain.rpc, withdraw, { from })).rejects.toMatchObject(refusal)
    await expect(estimateGas(chain.rpc, withdraw, from)).rejects.toMatchObject(refusal)
    expect(await estimateGas(chain.rpc, call, from)).toBeGreaterThan(20_000n)
  })
})
