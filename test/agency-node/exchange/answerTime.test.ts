import { inTimingClass, untilNextStep } from '@creditmesh/agency-node/exchange/answerTime.ts'
import type { ExchangeSettings } from '@creditmesh/agency-node/exchange/collaborators.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { describe, expect, test } from 'vitest'

const worldOf = (answerFloorMs: number) => ({
  clockMs: () => performance.now(),
  settings: { answerFloorMs } as ExchangeSettings,
  signal: new AbortController().signal,
})

describe('the time of an answer', () => {
  test.each([
    [0, 20],
    [1, 19],
    [20, 0],
    [20.5, 19.5],
    [39, 1],
    [400, 0],
  ])('after %d ms of work an answer waits %d ms more', (elapsed, left) => {
    expect(untilNextStep(elapsed, 20)).toBeCloseTo(left)
  })

  test('nothing waits where there is no class', () => {
    expect(untilNextStep(17, 0)).toBe(0)
  })

  test('error: a refusal waits as an answer does', async () => {
    const started = performance.now()
    const refused = inTimingClass(worldOf(30), async () => {
      throw new MeshError('query.lapsed')
    })
    await expect(refused).rejects.toMatchObject({ code: 'query.lapsed' })
    // Timers count whole milliseconds.
    expect(performance.now() - started).toBeGreaterThan(28)
  })
})
