import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { follow, moveTo } from './following.ts'
import { type ReorgChain, startReorgChain } from './reorgChain.ts'

const patience = { timeout: 10_000, interval: 10 }
let chain: ReorgChain
let start: Hex

beforeAll(async () => {
  chain = await startReorgChain()
  await chain.admit('agency')
})

afterAll(() => chain.close())

beforeEach(async () => {
  start = await chain.mark()
})

afterEach(() => chain.forgetAfter(start))

describe('following', () => {
  test('every event is handled once, in order, whatever the size of the pages', async () => {
    for (const endpoint of ['http://a', 'http://b', 'http://c']) await moveTo(chain, endpoint)
    for (const pageBlocks of [1, 2, 1000]) {
      const follower = follow(chain, { pageBlocks })
      await follower.sync()
      await follower.sync()
      expect(follower.endpoints).toEqual(['http://a', 'http://b', 'http://c'])
    }
  })

  test('events of earlier blocks include the deployment itself', async () => {
    const names: string[] = []
    const follower = follow(chain, {
      handle: async ({ name }) => {
        names.push(name)
      },
    })
    await follower.sync()
    expect(names).toContain('TemplateSet')
    expect(names).toContain('MemberAdmitted')
  })

  test('another follower with the same cursor goes on where the first one stopped', async () => {
    await moveTo(chain, 'http://a')
    const first = follow(chain)
    await first.sync()
    await moveTo(chain, 'http://b')
    const second = follow(chain, { cursors: first.cursors })
    await second.sync()
    expect(second.endpoints).toEqual(['http://b'])
  })

  test('it waits until enough blocks stand on a block', async () => {
    await moveTo(chain, 'http://a')
    const follower = follow(chain, { confirmations: 2 })
    await follower.sync()
    expect(follower.endpoints).toEqual([])
    await chain.mine(2)
    await follower.sync()
    expect(follower.endpoints).toEqual(['http://a'])
    expect(follower.status()).toMatchObject({ lagBlocks: 0 })
  })

  test('it can replay from any block', async () => {
    await moveTo(chain, 'http://a')
    const replayAfterBlock = Number(await chain.rpc.request('eth_blockNumber'))
    await moveTo(chain, 'http://b')
    const follower = follow(chain)
    await follower.sync()
    const replaying = follow(chain, { cursors: follower.cursors, replayAfterBlock })
    await replaying.sync()
    expect(replaying.endpoints).toEqual(['http://b'])
  })

  test('the loop ends with its signal', async () => {
    const stop = new AbortController()
    const follower = follow(chain, { signal: stop.signal, pollIntervalMs: 5 })
    const running = follower.run()
    await moveTo(chain, 'http://a')
    await expect.poll(() => follower.endpoints, patience).toEqual(['http://a'])
    stop.abort()
    await running
  })
})

describe('the checkpoint', () => {
  test('error: is not moved past an event whose effect is not stored', async () => {
    await moveTo(chain, 'http://a')
    await moveTo(chain, 'http://b')
    let isDiskFull = true
    const follower = follow(chain, {
      handle: async (event) => {
        const isSecond = event.name === 'EndpointChanged' && event.args.endpoint === 'http://b'
        if (isSecond && isDiskFull) throw new MeshError('store.disk_full')
      },
    })
    await expect(follower.sync()).rejects.toMatchObject({ code: 'store.disk_full' })
    expect(follower.endpoints).toEqual(['http://a'])
    expect(follower.status().stalledBy?.code).toBe('store.disk_full')

    isDiskFull = false
    await follower.sync()
    expect(follower.endpoints).toEqual(['http://a', 'http://b'])
    expect(follower.status().stalledBy).toBeUndefined()
  })

  test('error: an event that can never be handled is put aside, and the next ones come', async () => {
    await moveTo(chain, 'http://a')
    await moveTo(chain, 'http://b')
    const follower = follow(chain, {
      handle: async (event) => {
        if (event.name === 'EndpointChanged' && event.args.endpoint === 'http://a') {
          throw new TypeError('a bug')
        }
      },
    })
    await follower.sync()
    expect(follower.endpoints).toEqual(['http://b'])
    expect(follower.status().quarantined).toBe(1)
    expect(follower.poison[0]).toMatchObject({
      event: { name: 'EndpointChanged' },
      error: { code: 'internal.unexpected' },
    })
  })

  test('error: a log that cannot be decoded is put aside too', async () => {
    await moveTo(chain, 'http://a')
    const garbling: Rpc = {
      request: async <T>(method: string, params: readonly unknown[] = []) => {
        const result = await chain.rpc.request<T>(method, params)
        if (method !== 'eth_getLogs') return result
        const logs = result as { data: string }[]
        return logs.map((log, i) =>
          i === logs.length - 1 ? { ...log, data: '0x01' } : log,
        ) as unknown as T
      },
    }
    const follower = follow(chain, { rpc: garbling })
    await follower.sync()
    expect(follower.poison).toHaveLength(1)
    expect(follower.poison[0]?.event).toBeUndefined()
  })
})

test('error: a chain that is gone stalls the follower visibly, and it recovers by itself', async () => {
  let isGone = true
  const flaky: Rpc = {
    request: (method, params) => {
      if (isGone) return Promise.reject(new MeshError('chain.unavailable'))
      return chain.rpc.request(method, params)
    },
  }
  const stop = new AbortController()
  const follower = follow(chain, { rpc: flaky, signal: stop.signal, pollIntervalMs: 5 })
  const running = follower.run()
  await expect.poll(() => follower.status().stalledBy?.code, patience).toBe('chain.unavailable')
  await moveTo(chain, 'http://a')
  isGone = false
  await expect.poll(() => follower.endpoints, patience).toEqual(['http://a'])
  stop.abort()
  await running
})

test('error: a range that the client refuses is read in halves', async () => {
  await moveTo(chain, 'http://a')
  await moveTo(chain, 'http://b')
  const narrow: Rpc = {
    request: async <T>(method: string, params: readonly unknown[] = []) => {
      if (method === 'eth_getLogs') {
        const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }]
        if (Number(toBlock) - Number(fromBlock) > 1) throw new MeshError('chain.reverted')
      }
      return chain.rpc.request<T>(method, params)
    },
  }
  const follower = follow(chain, { rpc: narrow })
  await follower.sync()
  expect(follower.endpoints).toEqual(['http://a', 'http://b'])
})

test('an idle poll costs two requests', async () => {
  const follower = follow(chain)
  await follower.sync()
  chain.requests.length = 0
  await follower.sync()
  expect(chain.requests).toEqual(['eth_getBlockByNumber', 'eth_getBlockByNumber'])
})
