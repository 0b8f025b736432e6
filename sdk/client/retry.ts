import { MeshError } from '../errors.ts'
import type { Clock } from './clock.ts'

export interface RetryOptions {
  readonly attempts: number
  readonly clock: Clock
  readonly signal?: AbortSignal
}

const firstPauseMs = 200
const longestPauseMs = 5_000

/** Repeats what is safe to repeat while it fails for a reason that may pass, with pauses that double. */
export async function withRetries<T>(
  work: () => Promise<T>,
  { attempts, clock, signal }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error
      await clock.sleep(pauseMs(error, attempt), signal)
    }
  }
}

/** A clock that is off stays off for as long as we would wait. */
function isPassing(error: unknown): error is MeshError {
  return error instanceof MeshError && error.retryable && error.code !== 'auth.clock_skew'
}

function pauseMs({ details }: MeshError, attempt: number): number {
  const asked = typeof details.retryAfterSec === 'number' ? details.retryAfterSec * 1000 : 0
  const doubled = firstPauseMs * 2 ** (attempt - 1)
  return Math.min(longestPauseMs, Math.max(asked, doubled))
}
