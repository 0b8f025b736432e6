/** Where used nonces outlive the process. */
export interface NonceStore {
  load(): AsyncIterable<readonly [key: string, expiresAtSec: number]>
  put(key: string, expiresAtSec: number): Promise<void>
  deleteMany(keys: readonly string[]): Promise<void>
}

export interface NonceCache {
  /** True the first time that a nonce is shown, and then only once it is stored. */
  claim(key: string, expiresAtSec: number, nowSec: number): Promise<boolean>
}

const sweepEverySec = 60

/**
 * Opens the cache of used nonces, with what earlier runs stored. A nonce is forgotten when the signature that
 * carried it has expired, so the cache holds one window (300 s) of requests.
 */
export async function openNonceCache(store: NonceStore, nowSec: number): Promise<NonceCache> {
  const used = new Map<string, number>()
  for await (const [key, expiresAtSec] of store.load()) used.set(key, expiresAtSec)
  let sweptAtSec = nowSec
  await sweep(used, store, nowSec)

  return {
    async claim(key, expiresAtSec, atSec) {
      if (used.has(key)) return false
      // Taken before the first await: two copies that arrive together do not both pass.
      used.set(key, expiresAtSec)
      await store.put(key, expiresAtSec)
      if (atSec >= sweptAtSec + sweepEverySec) {
        sweptAtSec = atSec
        await sweep(used, store, atSec)
      }
      return true
    },
  }
}

async function sweep(used: Map<string, number>, store: NonceStore, nowSec: number): Promise<void> {
  const expired = [...used].filter(([, expiresAtSec]) => expiresAtSec <= nowSec).map(([key]) => key)
  for (const key of expired) used.delete(key)
  if (expired.length > 0) await store.deleteMany(expired)
}
