import { setImmediate } from 'node:timers/promises'

/** Lets other requests be served after every hundred multiplications, a few milliseconds of work. */
export async function breathe(done: number): Promise<void> {
  if (done % 100 === 0) await setImmediate()
}
