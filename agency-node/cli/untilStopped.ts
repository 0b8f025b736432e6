import { once } from 'node:events'

/** Resolves when somebody asks this process to end. A second request ends it at once. */
export async function untilStopped(): Promise<void> {
  const asked = new AbortController()
  const stop = () => {
    if (asked.signal.aborted) process.exit(130)
    asked.abort()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  await once(asked.signal, 'abort')
}
