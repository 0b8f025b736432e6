import { openNonceCache } from '@creditmesh/agency-node/http/nonceCache.ts'
import { describe, expect, it } from 'vitest'
import { mapNonceStore } from './harness.ts'

describe('the nonce cache', () => {
  it('accepts a nonce once', async () => {
    const cache = await openNonceCache(mapNonceStore(), 0)
    expect(await cache.claim('a', 300, 0)).toBe(true)
    expect(await cache.claim('b', 300, 0)).toBe(true)
    expect(await cache.claim('a', 300, 0)).toBe(false)
  })

  it('error: refuses after a restart what it accepted before', async () => {
    const stored = new Map<string, number>()
    await (await openNonceCache(mapNonceStore(stored), 0)).claim('a', 300, 0)
    const restarted = await openNonceCache(mapNonceStore(stored), 200)
    expect(await restarted.claim('a', 300, 200)).toBe(false)
  })

  it('forgets what has expired, on disk too', async () => {
    const stored = new Map<string, number>()
    const cache = await openNonceCache(mapNonceStore(stored), 0)
    for (let i = 0; i < 50; i += 1) await cache.claim(`n${i}`, 300, 0)
    await cache.claim('last', 700, 400)
    expect([...stored.keys()]).toEqual(['last'])
    await openNonceCache(mapNonceStore(stored), 701)
    expect(stored.size).toBe(0)
  })

  it('says yes only once the nonce is stored', async () => {
    let isStored = false
    const store = {
      ...mapNonceStore(),
      put: async () => {
        await Promise.resolve()
        isStored = true
      },
    }
    const cache = await openNonceCache(store, 0)
    expect(await cache.claim('a', 300, 0)).toBe(true)
    expect(isStored).toBe(true)
  })

  it('error: a store that fails lets nothing through', async () => {
    const store = { ...mapNonceStore(), put: () => Promise.reject(new Error('disk full')) }
    const cache = await openNonceCache(store, 0)
    await expect(cache.claim('a', 300, 0)).rejects.toThrowError('disk full')
    expect(await cache.claim('a', 300, 0)).toBe(false)
  })
})
