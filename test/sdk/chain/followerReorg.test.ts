import { lastBlock } from '@creditmesh/sdk/chain/followerCursor.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { follow, moveTo } from './following.ts'
import { type ReorgChain, startReorgChain } from './reorgChain.ts'

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

describe('a reorganisation', () => {
  test('error: undoes to the common ancestor, then follows the new branch', async () => {
    await moveTo(chain, 'http://a')
    const follower = follow(chain)
    const mark = await chain.mark()
    await follower.sync()
    const ancestor = Number(await chain.rpc.request('eth_blockNumber'))
    await moveTo(chain, 'http://gone-1')
    await moveTo(chain, 'http://gone-2')
    await follower.sync()

    await chain.forgetAfter(mark)
    await moveTo(chain, 'http://b')
    await moveTo(chain, 'http://c')
    await moveTo(chain, 'http://d')
    await follower.sync()
    expect(follower.undone).toEqual([ancestor])
    expect(follower.endpoints.slice(-3)).toEqual(['http://b', 'http://c', 'http://d'])
  })

  test('error: is noticed while the new branch is still shorter than the old one', async () => {
    const follower = follow(chain)
    await follower.sync()
    const mark = await chain.mark()
    await moveTo(chain, 'http://gone-1')
    await moveTo(chain, 'http://gone-2')
    await follower.sync()
    await chain.forgetAfter(mark)
    await moveTo(chain, 'http://b')
    await follower.sync()
    expect(follower.undone).toHaveLength(1)
    expect(follower.endpoints).toEqual(['http://gone-1', 'http://gone-2', 'http://b'])
  })

  test('error: a chain that changes while it is read is read again, never mixed', async () => {
    const mark = await chain.mark()
    await moveTo(chain, 'http://gone')
    let isTurned = false
    const turning: Rpc = {
      request: async <T>(method: string, params: readonly unknown[] = []) => {
        const result = await chain.rpc.request<T>(method, params)
        if (method === 'eth_getLogs' && !isTurned) {
          isTurned = true
          await chain.forgetAfter(mark)
          await moveTo(chain, 'http://b')
        }
        return result
      },
    }
    const follower = follow(chain, { rpc: turning })
    await expect(follower.sync()).rejects.toMatchObject({ code: 'chain.reorged' })
    await follower.sync()
    expect(follower.endpoints).toEqual(['http://b'])
  })

  test('error: deeper than memory begins anew from the deployment', async () => {
    await moveTo(chain, 'http://a')
    const follower = follow(chain)
    await follower.sync()
    const cursor = await follower.cursors.load()
    if (cursor === null) throw new Error('no cursor')
    await follower.cursors.save({
      blocks: [{ ...lastBlock(cursor), hash: `0x${'99'.repeat(32)}` }],
    })
    const restarted = follow(chain, { cursors: follower.cursors })
    await restarted.sync()
    expect(restarted.undone).toEqual([chain.deployment.startBlock - 1])
    expect(restarted.endpoints).toEqual(['http://a'])
  })
})
