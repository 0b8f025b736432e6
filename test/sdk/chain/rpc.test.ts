import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { interfaces } from '@creditmesh/sdk/chain/interfaces.ts'
import { createRpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { afterEach, expect, test } from 'vitest'

const open: { close(): void }[] = []

afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** A server that answers in whatever way a test wants to see handled. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  open.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Call {
  readonly id: number
  readonly method: string
}

/** A server of JSON-RPC; notes how many calls each request brought. */
async function serveCalls(answer: (call: Call) => object, batches: number[] = []) {
  return serve(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Call | Call[]
    const calls = Array.isArray(body) ? body : [body]
    batches.push(calls.length)
    // Backwards: a batch may be answered in any order.
    const answers = calls
      .map((call) => ({ jsonrpc: '2.0', id: call.id, ...answer(call) }))
      .reverse()
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]))
  })
}

test('calls of one turn travel together and get their own answers', async () => {
  const batches: number[] = []
  const rpc = createRpc(await serveCalls(({ method }) => ({ result: method }), batches))
  const results = await Promise.all(['a', 'b', 'c'].map((method) => rpc.request(method)))
  expect(results).toEqual(['a', 'b', 'c'])
  await rpc.request('d')
  expect(batches).toEqual([3, 1])
})

test('a batch has a limit', async () => {
  const batches: number[] = []
  const url = await serveCalls(() => ({ result: 1 }), batches)
  const rpc = createRpc(url, { maxBatch: 2 })
  await Promise.all([1, 2, 3, 4, 5].map(() => rpc.request('x')))
  expect(batches.sort()).toEqual([1, 2, 2])
})

test('one refused call does not take the others of its batch along', async () => {
  const url = await serveCalls(({ method }) =>
    method === 'bad' ? { error: { code: -32000, message: 'no' } } : { result: 1 },
  )
  const rpc = createRpc(url)
  const settled = await Promise.allSettled([rpc.request('good'), rpc.request('bad')])
  expect(settled).toMatchObject([
    { status: 'fulfilled', value: 1 },
    { status: 'rejected', reason: { code: 'chain.reverted', details: { method: 'bad' } } },
  ])
})

test('a block that is not there is null', async () => {
  const rpc = createRpc(await serveCalls(() => ({ result: null })))
  expect(await readBlockHead(rpc, 99)).toBeNull()
})

const useless: Record<string, RequestListener> = {
  'a failing status': (_, response) => response.writeHead(502).end(),
  'what is not JSON': (_, response) => response.end('<html>'),
  'an answer to another call': (_, response) => response.end('{"id":9,"result":1}'),
  null: (_, response) => response.end('null'),
  'a connection that breaks': (request) => request.socket.destroy(),
}

test.each(Object.entries(useless))('error: %s: the chain is unavailable', async (_, listener) => {
  const rpc = createRpc(await serve(listener))
  await expect(rpc.request('eth_chainId')).rejects.toMatchObject({
    code: 'chain.unavailable',
    retryable: true,
  })
})

test('error: a chain that does not answer in time', async () => {
  const rpc = createRpc(await serve(() => undefined), { timeoutMs: 30 })
  await expect(rpc.request('eth_chainId')).rejects.toMatchObject({ code: 'chain.unavailable' })
})

test('error: a chain that says that it is busy may be asked again', async () => {
  const error = { code: -32002, message: 'store.disk_full' }
  const rpc = createRpc(await serveCalls(() => ({ error })))
  await expect(rpc.request('x')).rejects.toMatchObject({ code: 'chain.unavailable' })
})

test('error: the signal ends what is under way', async () => {
  const stop = new AbortController()
  const rpc = createRpc(await serve(() => stop.abort()), { signal: stop.signal })
  await expect(rpc.request('eth_chainId')).rejects.toMatchObject({ code: 'chain.unavailable' })
})

test('error: revert data is decoded wherever the client puts it', async () => {
  const data = interfaces.ledger.getError('LedgerZeroAmount')?.selector
  for (const placed of [data, { data, message: 'reverted' }]) {
    const error = { code: 3, message: 'execution reverted', data: placed }
    const rpc = createRpc(await serveCalls(() => ({ error })))
    await expect(rpc.request('eth_call')).rejects.toMatchObject({
      code: 'input.invalid',
      details: { revert: 'LedgerZeroAmount' },
    })
  }
})

test('error: a batch refused as a whole refuses each call of it', async () => {
  const url = await serve((_, response) => {
    response.end('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"too many"}}')
  })
  const rpc = createRpc(url)
  const settled = await Promise.allSettled([rpc.request('a'), rpc.request('b')])
  for (const result of settled) {
    expect(result).toMatchObject({ reason: { detail: 'too many' } })
  }
})
