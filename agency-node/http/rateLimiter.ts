import { isIPv6 } from 'node:net'
import { MeshError } from '@creditmesh/sdk/errors.ts'

export interface RateLimit {
  readonly perSecond: number
  /** How many may come at once after a pause. */
  readonly burst: number
}

export interface RateLimiter {
  /** Takes one token of the key. Throws `rate.limited` with `retryAfterSec` when none is left. */
  take(key: string): void
  /** Throws as `take` does, without taking. */
  check(key: string): void
}

interface Bucket {
  tokens: number
  atMs: number
}

const maxBuckets = 10_000

/** A token bucket for each key; the keys unused for longest are forgotten first. */
export function createRateLimiter(
  { perSecond, burst }: RateLimit,
  nowMs: () => number,
): RateLimiter {
  const buckets = new Map<string, Bucket>()

  function refilled(key: string): Bucket {
    const now = nowMs()
    const { tokens, atMs } = buckets.get(key) ?? { tokens: burst, atMs: now }
    return { tokens: Math.min(burst, tokens + ((now - atMs) * perSecond) / 1000), atMs: now }
  }

  function check(key: string): Bucket {
    const bucket = refilled(key)
    if (bucket.tokens >= 1) return bucket
    const retryAfterSec = Math.ceil((1 - bucket.tokens) / perSecond)
    throw new MeshError('rate.limited', { details: { retryAfterSec } })
  }

  return {
    check,
    take(key) {
      const bucket = check(key)
      buckets.delete(key) // so that the map keeps the order of use
      buckets.set(key, { ...bucket, tokens: bucket.tokens - 1 })
      const [oldest] = buckets.keys()
      if (buckets.size > maxBuckets && oldest !== undefined) buckets.delete(oldest)
    },
  }
}

/** The network that an address belongs to: of IPv6 its /64, since one host commands that many addresses. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped !== null) return mapped[1] ?? address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...(tail === undefined ? [] : zeros), ...right].slice(0, 4).join(':')
}
