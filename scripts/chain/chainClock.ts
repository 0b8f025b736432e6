/** The time that the next block shall bear, in whole seconds. */
export interface ChainClock {
  nowSec(): number
  /** How far the clock was moved ahead of its source. */
  offsetSec(): number
  advance(seconds: number): void
}

/** A clock over a source of seconds: the wall clock, or a test's own. */
export function createChainClock(sourceSec: () => number, initialOffsetSec = 0): ChainClock {
  let offset = initialOffsetSec
  return {
    nowSec: () => sourceSec() + offset,
    offsetSec: () => offset,
    advance: (seconds) => {
      offset += seconds
    },
  }
}

export function wallClockSec(): number {
  return Math.floor(Date.now() / 1000)
}
