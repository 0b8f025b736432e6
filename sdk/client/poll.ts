import { MeshError, toMeshError } from '../errors.ts'
import type { Clock } from './clock.ts'

const firstWaitMs = 50
const longestWaitMs = 2_000

/** What one try came to: a value, or a wish to be asked again. */
export type Polled<T> = { readonly value: T } | { readonly retryAfterMs: number }

/**
 * Tries until a value comes, waiting as long as the other side asks for, or longer and longer after failures that
 * may pass. Any other failure is passed on. Throws `query.timeout` when `untilSec` has come.
 */
export async function poll<T>(
  attempt: () => Promise<Polled<T>>,
  { untilSec, what }: { untilSec: number; what: string },
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<T> {
  let failures = 0
  for (;;) {
    signal?.throwIfAborted()
    if (clock.nowSec() >= untilSec) {
      throw new MeshError('query.timeout', { detail: `no ${what} came in time` })
    }
    const polled = await attempt().catch((error: unknown) => {
      signal?.throwIfAborted()
      const failure = toMeshError(error)
      if (!mayPass(failure)) throw failure
      failures += 1
      return { retryAfterMs: waitAfter(failure, failures) }
    })
    if ('value' in polled) return polled.value
    await clock.sleep(polled.retryAfterMs, signal)
  }
}

// A clock that is off stays off for as long as we would wait; a document that changed has to be read again first.
const needsMore: ReadonlySet<string> = new Set(['auth.clock_skew', 'store.conflict'])

function mayPass({ retryable, code }: MeshError): boolean {
  return retryable && !needsMore.has(code)
}

function waitAfter({ details }: MeshError, failures: number): number {
  const asked = typeof details.retryAfterSec === 'number' ? details.retryAfterSec * 1000 : 0
  return Math.max(asked, Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs))
}
