import { setTimeout as wait } from 'node:timers/promises'

export interface Waker {
  /** Ends after the time, or as soon as there is something to do. */
  pause(milliseconds: number): Promise<void>
  wake(): void
  stop(): void
  isStopped(): boolean
}

/** Lets a loop rest until it is needed. */
export function createWaker(signal: AbortSignal): Waker {
  let sleeping = new AbortController()
  let isAwake = false
  let isStopped = false
  const wake = () => {
    isAwake = true
    sleeping.abort()
  }
  return {
    async pause(milliseconds) {
      // Woken while it was at work: there is something that it may not have seen.
      if (!isAwake && !isStopped) {
        const ending = AbortSignal.any([sleeping.signal, signal])
        await wait(milliseconds, undefined, { signal: ending }).catch(() => undefined)
      }
      isAwake = false
      sleeping = new AbortController()
    },
    wake,
    stop() {
      isStopped = true
      wake()
    },
    isStopped: () => isStopped || signal.aborted,
  }
}
