import type { ChainEvent } from '@creditmesh/sdk/chain/events.ts'
import {
  createFollower,
  type FollowerModules,
  type FollowerOptions,
  type PoisonEvent,
} from '@creditmesh/sdk/chain/follower.ts'
import { createMemoryCursor, lastBlock } from '@creditmesh/sdk/chain/followerCursor.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ReorgChain, startReorgChain } from './reorgChain.ts'

let chain: ReorgChain

beforeEach(async () => {
  chain = await startReorgChain()
  await chain.admit('agency')
})

afterEach(() => chain.close())

/** Makes one event that is told from others by its text. */
async function moveTo(endpoint: string): Promise<void> {
  // A fresh account object asks the chain for its nonce, which a reorganisation may have turned back.
  const account = chain.account('agency')
  await account.send(chain.contracts.members.encode('setEndpoint', endpoint))
}

interface FollowingOptions extends FollowerOptions {
  readonly cursors?: FollowerModules['cursors']
  readonly rpc?: Rpc
  readonly handle?: FollowerModules['handle']
}

function follow(options: FollowingOptions = {}) {
  const endpoints: string[] = []
  const undone: number[] = []
  const poison: PoisonEvent[] = []
  const { cursors = createMemoryCursor(), rpc = chain.rpc, handle, ...rest } = options
  const note = async (event: ChainEvent) => {
    await handle?.(event)
    if (event.name === 'EndpointChanged') endpoints.push(event.args.endpoint)
  }
  const follower = createFollower(
    chain.deployment,
    {
      rpc,
      cursors,
      handle: note,
      undo: async ({ number }) => {
        undone.push(number)
      },
      quarantine: async (found) => {
        poison.push(found)
      },
    },
    rest,
  )
  return { ...follower, endpoints, undone, poison, cursors }
}

describe('following', () => {
  test('every event is handled once, in order, whatever the size of the pages', async () => {
    for (const endpoint of ['http://a', 'http://b', 'http://c']) await moveTo(endpoint)
    for (const pageBlocks of [1, 2, 1000]) {
      const follower = follow({ pageBlocks })
      await follower.sync()
      await follower.sync()
      expect(follower.endpoints).toEqual(['http://a', 'http://b', 'http://c'])
    }
  })

  test('events of earlier blocks include the deployment itself', async () => {
    const names: string[] = []
    const follower = follow({
      handle: async ({ name }) => {
        names.push(name)
      },
    })
    await follower.sync()
    expect(names).toContain('TemplateSet')
    expect(names).toContain('MemberAdmitted')
  })

  test('another follower with the same cursor goes on where the first one stopped', async () => {
    await moveTo('http://a')
    const first = follow()
    await first.sync()
    await moveTo('http://b')
    const second = follow({ cursors: first.cursors })
    await second.sync()
    expect(second.endpoints).toEqual(['http://b'])
  })

  test('it waits until enough blocks stand on a block', async () => {
    await moveTo('http://a')
    const follower = follow({ confirmations: 2 })
    await follower.sync()
    expect(follower.endpoints).toEqual([])
    await chain.mine(2)
    await follower.sync()
    expect(follower.endpoints).toEqual(['http://a'])
    expect(follower.status()).toMatchObject({ lagBlocks: 0 })
  })

  test('it can replay from any block', async () => {
    await moveTo('http://a')
    const replayAfterBlock = Number(await chain.rpc.request('eth_blockNumber'))
    await moveTo('http://b')
    const follower = follow()
    await follower.sync()
    const replaying = follow({ cursors: follower.cursors, replayAfterBlock })
    await replaying.sync()
    expect(replaying.endpoints).toEqual(['http://b'])
  })

  test('the loop ends with its signal', async () => {
    const stop = new AbortController()
    const follower = follow({ signal: stop.signal, pollIntervalMs: 5 })
    const running = follower.run()
    await moveTo('http://a')
    await expect.poll(() => follower.endpoints).toEqual(['http://a'])
    stop.abort()
    await running
  })
})

describe('the checkpoint', () => {
  test('error: is not moved past an event whose effect is not stored', async () => {
    await moveTo('http://a')
    await moveTo('http://b')
    let isDiskFull = true
    const follower = follow({
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
    await moveTo('http://a')
    await moveTo('http://b')
    const follower = follow({
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
    await moveTo('http://a')
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
    const follower = follow({ rpc: garbling })
    await follower.sync()
    expect(follower.poison).toHaveLength(1)
    expect(follower.poison[0]?.event).toBeUndefined()
  })
})

describe('a reorganisation', () => {
  test('error: undoes to the common ancestor, then follows the new branch', async () => {
    await moveTo('http://a')
    const follower = follow()
    const mark = await chain.mark()
    await follower.sync()
    const ancestor = Number(await chain.rpc.request('eth_blockNumber'))
    await moveTo('http://gone-1')
    await moveTo('http://gone-2')
    await follower.sync()

    await chain.forgetAfter(mark)
    await moveTo('http://b')
    await moveTo('http://c')
    await moveTo('http://d')
    await follower.sync()
    expect(follower.undone).toEqual([ancestor])
    expect(follower.endpoints.slice(-3)).toEqual(['http://b', 'http://c', 'http://d'])
  })

  test('error: is noticed while the new branch is still shorter than the old one', async () => {
    const follower = follow()
    await follower.sync()
    const mark = await chain.mark()
    await moveTo('http://gone-1')
    await moveTo('http://gone-2')
    await follower.sync()
    await chain.forgetAfter(mark)
    await moveTo('http://b')
    await follower.sync()
    expect(follower.undone).toHaveLength(1)
    expect(follower.endpoints).toEqual(['http://gone-1', 'http://gone-2', 'http://b'])
  })

  test('error: a chain that changes while it is read is read again, never mixed', async () => {
    const mark = await chain.mark()
    await moveTo('http://gone')
    let isTurned = false
    const turning: Rpc = {
      request: async <T>(method: string, params: readonly unknown[] = []) => {
        const result = await chain.rpc.request<T>(method, params)
        if (method === 'eth_getLogs' && !isTurned) {
          isTurned = true
          await chain.forgetAfter(mark)
          await moveTo('http://b')
        }
        return result
      },
    }
    const follower = follow({ rpc: turning })
    await expect(follower.sync()).rejects.toMatchObject({ code: 'chain.reorged' })
    await follower.sync()
    expect(follower.endpoints).toEqual(['http://b'])
  })

  test('error: deeper than memory begins anew from the deployment', async () => {
    await moveTo('http://a')
    const follower = follow()
    await follower.sync()
    const cursor = await follower.cursors.load()
    if (cursor === null) throw new Error('no cursor')
    await follower.cursors.save({
      blocks: [{ ...lastBlock(cursor), hash: `0x${'99'.repeat(32)}` }],
    })
    const restarted = follow({ cursors: follower.cursors })
    await restarted.sync()
    expect(restarted.undone).toEqual([chain.deployment.startBlock - 1])
    expect(restarted.endpoints).toEqual(['http://a'])
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
  const follower = follow({ rpc: flaky, signal: stop.signal, pollIntervalMs: 5 })
  const running = follower.run()
  await expect.poll(() => follower.status().stalledBy?.code).toBe('chain.unavailable')
  await moveTo('http://a')
  isGone = false
  await expect.poll(() => follower.endpoints).toEqual(['http://a'])
  stop.abort()
  await running
})

test('error: a range that the client refuses is read in halves', async () => {
  await moveTo('http://a')
  await moveTo('http://b')
  const narrow: Rpc = {
    request: async <T>(method: string, params: readonly unknown[] = []) => {
      if (method === 'eth_getLogs') {
        const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }]
        if (Number(toBlock) - Number(fromBlock) > 1) throw new MeshError('chain.reverted')
      }
      return chain.rpc.request<T>(method, params)
    },
  }
  const follower = follow({ rpc: narrow })
  await follower.sync()
  expect(follower.endpoints).toEqual(['http://a', 'http://b'])
})

test('an idle poll costs two requests', async () => {
  const follower = follow()
  await follower.sync()
  chain.requests.length = 0
  await follower.sync()
  expect(chain.requests).toEqual(['eth_getBlockByNumber', 'eth_getBlockByNumber'])
})
