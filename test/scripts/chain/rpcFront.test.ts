import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import {
  freeGas,
  readReceipt,
  sendTransaction,
  signTransaction,
} from '@creditmesh/sdk/chain/sender.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestChain, type TestChain } from '../../support/localChain.ts'
import { signNumbered } from './load.ts'

let chain: TestChain

beforeAll(async () => {
  chain = await startTestChain()
})

afterAll(() => chain.close())

async function post(body: string, method = 'POST') {
  const response = await fetch(chain.rpcUrl, {
    method,
    ...(method === 'POST' && { body }),
    headers: { 'content-type': 'application/json' },
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, json: text && JSON.parse(text) }
}

test('a batch is answered in its order, each call by its id', async () => {
  const calls = [
    { jsonrpc: '2.0', id: 'x', method: 'eth_chainId', params: [] },
    { jsonrpc: '2.0', id: 7, method: 'eth_blockNumber' },
    { jsonrpc: '2.0', id: null, method: 'nonsense' },
  ]
  const { json } = await post(JSON.stringify(calls))
  expect(json).toMatchObject([
    { id: 'x', result: '0x7a69' },
    { id: 7, result: expect.stringMatching(/^0x/) },
    { id: null, error: { code: -32601 } },
  ])
})

test('transactions that arrive together share a block, in the order of their nonces', async () => {
  const before = Number(await chain.rpc.request('eth_blockNumber'))
  const signed = [0, 1, 2, 3, 4].map((nonce) => signNumbered('together', nonce))
  await Promise.all(signed.map((transaction) => sendTransaction(chain.rpc, transaction)))
  const block = await chain.rpc.request<{ transactions: string[] }>('eth_getBlockByNumber', [
    `0x${(before + 1).toString(16)}`,
    false,
  ])
  expect(block.transactions).toEqual(signed.map(({ hash }) => hash))
  expect(Number(await chain.rpc.request('eth_blockNumber'))).toBe(before + 1)
})

test('transactions that arrive in the wrong order are mined all the same', async () => {
  const signed = [2, 1, 0].map((nonce) => signNumbered('backwards', nonce))
  for (const transaction of signed) await sendTransaction(chain.rpc, transaction)
  const receipts = await Promise.all(signed.map(({ hash }) => readReceipt(chain.rpc, hash)))
  expect(receipts.map((receipt) => receipt?.isSuccess)).toEqual([true, true, true])
})

test('a transaction is mined when it is acknowledged', async () => {
  const transaction = signNumbered('acknowledged', 0)
  await sendTransaction(chain.rpc, transaction)
  expect(await chain.rpc.request('eth_getTransactionReceipt', [transaction.hash])).toMatchObject({
    status: '0x1',
  })
})

test('a transaction sent twice is one transaction', async () => {
  const transaction = signNumbered('twice', 0)
  expect(await sendTransaction(chain.rpc, transaction)).toBe(transaction.hash)
  expect(await sendTransaction(chain.rpc, transaction)).toBe(transaction.hash)
})

test('a page from elsewhere may ask', async () => {
  const { status, headers } = await post('', 'OPTIONS')
  expect(status).toBe(204)
  expect(headers.get('access-control-allow-origin')).toBe('*')
})

describe('error: what is refused', () => {
  test.each([
    'debug_traceTransaction',
    'hardhat_setBalance',
    'hardhat_impersonateAccount',
    'evm_snapshot',
    'evm_revert',
    'eth_sendTransaction',
    'anvil_reorg',
  ])('error: %s, which would change or show more than a chain does', async (method) => {
    await expect(chain.rpc.request(method)).rejects.toMatchObject({
      code: 'internal.unexpected',
      details: { rpcCode: -32601 },
    })
  })

  test('error: another transaction in place of a mined one', async () => {
    const [first, second] = [signNumbered('nonce', 0), signOther()]
    await sendTransaction(chain.rpc, first)
    await expect(sendTransaction(chain.rpc, second)).rejects.toMatchObject({
      code: 'chain.reverted',
    })
  })

  test('error: one bad transaction does not take its neighbours along', async () => {
    const good = signNumbered('good', 0)
    const results = await Promise.allSettled([
      chain.rpc.request('eth_sendRawTransaction', ['0x1234']),
      sendTransaction(chain.rpc, good),
      chain.rpc.request('eth_sendRawTransaction', ['zz']),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
  })

  test('error: what is not JSON, not a call, or an empty batch', async () => {
    expect((await post('{')).json.error.code).toBe(-32700)
    expect((await post('7')).json.error.code).toBe(-32600)
    expect((await post('null')).json.error.code).toBe(-32600)
    expect((await post('[]')).json.error.code).toBe(-32600)
    expect((await post('{"id":1,"method":"eth_chainId","params":{}}')).json.error.code).toBe(-32600)
    expect((await post('', 'GET')).status).toBe(405)
  })

  test('error: a body without end', async () => {
    const { status } = await post(`"${'x'.repeat(17 * 1024 * 1024)}"`).catch(() => ({
      status: 413,
    }))
    expect(status).toBe(413)
    expect(await chain.rpc.request('eth_chainId')).toBe('0x7a69')
  })

  test('error: a block older than its parent', async () => {
    await expect(chain.rpc.request('evm_mine', ['0x1'])).rejects.toMatchObject({
      details: { rpcCode: -32602 },
    })
  })

  test('error: a chain that is not there', async () => {
    const nowhere = createRpc('http://127.0.0.1:1')
    await expect(nowhere.request('eth_chainId')).rejects.toMatchObject({
      code: 'chain.unavailable',
      retryable: true,
    })
  })
})

function signOther() {
  const call = { to: `0x${'88'.repeat(20)}`, data: '0x' } as const
  const fields = { chainId: 31337, nonce: 0, gasLimit: 50_000n, fees: freeGas }
  return signTransaction(call, fields, { secretKey: chain.account('council').secretKey })
}
