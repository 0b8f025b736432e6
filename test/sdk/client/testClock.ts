import type { Clock } from '@creditmesh/sdk/client/clock.ts'

/** A clock that only moves when told to, or by what is slept on it. */
export interface TestClock extends Clock {
  advance(seconds: number): void
  readonly slept: readonly number[]
}

export function createTestClock(startSec = 1_790_000_000): TestClock {
  let nowMs = startSec * 1000
  const slept: number[] = []
  return {
    slept,
    nowSec: () => Math.floor(nowMs / 1000),
    advance(seconds) {
      nowMs += seconds * 1000
    },
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      slept.push(milliseconds)
      nowMs += milliseconds
    },
  }
}
