import { createRateLimiter, networkOf } from '@creditmesh/agency-node/http/rateLimiter.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('the rate limiter', () => {
  it('never grants more than burst plus rate times time', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 })
    fc.assert(
      fc.property(gaps, (gapsMs) => {
        let nowMs = 0
        let granted = 0
        const limiter = createRateLimiter({ perSecond: 5, burst: 3 }, () => nowMs)
        for (const gapMs of gapsMs) {
          nowMs += gapMs
          try {
            limiter.take('a')
            granted += 1
          } catch {
            // refused, and so not counted
          }
        }
        expect(granted).toBeLessThanOrEqual(3 + (nowMs / 1000) * 5 + 1e-6)
      }),
    )
  })

  it('error: says after how many seconds the next is granted', () => {
    const limiter = createRateLimiter({ perSecond: 0.5, burst: 1 }, () => 0)
    limiter.take('a')
    expect(() => limiter.check('a')).toThrowError(
      expect.objectContaining({ code: 'rate.limited', details: { retryAfterSec: 2 } }),
    )
  })

  it('forgets the keys unused for longest, so that it cannot be filled', () => {
    const limiter = createRateLimiter({ perSecond: 0, burst: 1 }, () => 0)
    limiter.take('first')
    for (let i = 0; i < 10_000; i += 1) limiter.take(`key${i}`)
    limiter.take('first')
    expect(() => limiter.take('key9999')).toThrowError()
  })
})

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::', 'fe80:0:0:0'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
