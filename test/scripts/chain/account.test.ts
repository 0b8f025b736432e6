import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain } from '../../support/localChain.ts'

let chain: TestChain

beforeAll(async () => {
  chain = await startTestChain()
})

afterAll(() => chain.close())

test('many sends at once are all mined, the first ones of the account among them', async () => {
  const account = chain.account('hasty')
  const approve = chain.contracts.token.encode('approve', account.address, 1n)
  const sends = Array.from({ length: 20 }, () => account.send(approve))
  const receipts = await Promise.all(sends)
  expect(new Set(receipts.map(({ txHash }) => txHash)).size).toBe(20)
  expect(await account.nextNonce()).toBe(20)
})

test('what is sent together shares a block and keeps its order', async () => {
  const { rpc, contracts } = chain
  const account = chain.account('orderly')
  const approve = (amount: bigint) => contracts.token.encode('approve', account.address, amount)
  await account.sendAll([approve(1n), approve(2n), approve(3n)])
  const block = await rpc.request<{ transactions: string[] }>('eth_getBlockByNumber', [
    'latest',
    false,
  ])
  expect(block.transactions).toHaveLength(3)
  expect(await contracts.token.read('allowance', [account.address, account.address])).toBe(3n)
})

test('error: after a refused call the next one goes through', async () => {
  const account = chain.account('refused')
  const { ledger, token } = chain.contracts
  await expect(account.send(ledger.encode('withdraw', 1n))).rejects.toMatchObject({
    code: 'payment.insufficient',
  })
  await account.send(token.encode('approve', account.address, 1n))
  expect(await account.nextNonce()).toBe(2)
})
