import { setTimeout as wait } from 'node:timers/promises'
import type { Collaborators } from './collaborators.ts'

type Clockwork = Pick<Collaborators, 'clockMs' | 'settings' | 'signal'>

/**
 * Answers and refusals leave only after whole steps of `answerFloorMs`, counted from the ask: the little more that a
 * hit takes to prepare shows as little as what was found (PROTOCOL 4, step 3, one timing class).
 */
export async function inTimingClass<T>(world: Clockwork, work: () => Promise<T>): Promise<T> {
  const startedMs = world.clockMs()
  try {
    return await work()
  } finally {
    const leftMs = untilNextStep(world.clockMs() - startedMs, world.settings.answerFloorMs)
    if (leftMs > 0) await wait(leftMs, undefined, { signal: world.signal })
  }
}

export function untilNextStep(elapsedMs: number, stepMs: number): number {
  if (stepMs === 0) return 0
  const steps = Math.max(1, Math.ceil(elapsedMs / stepMs))
  return steps * stepMs - elapsedMs
}
