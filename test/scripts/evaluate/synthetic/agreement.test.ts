import { describe, expect, test } from 'vitest'
import { likePaper } from '../../../../scripts/evaluate/synthetic/agreement.ts'

const gap = (value: number, p: number, spread = 0.01) => ({
  ...{ value, p },
  ...{ low: value - spread, high: value + spread },
})

describe('whether this country follows the paper', () => {
  test.each([
    ['a rise that is sure here', 0.024, gap(0.039, 0.001), 'yes'],
    ['a rise where here is a sure fall', 0.024, gap(-0.039, 0.001), 'no, the reverse'],
    ['a rise beyond our interval', 0.045, gap(0.002, 0.6), 'no'],
    ['a rise within our wide interval', 0.016, gap(-0.013, 0.3, 0.05), 'not shown'],
    ['no difference, nor here', -0.0003, gap(0.001, 0.6), 'yes'],
    ['no difference, a small sure one here', -0.0003, gap(0.005, 0.03), 'nearly'],
    ['no difference, a large sure one here', -0.0003, gap(0.05, 0.001), 'no'],
    ['no difference, a large unsure one here', -0.0003, gap(0.03, 0.3), 'cannot tell'],
  ])('%s', (_, paperGap, here, verdict) => {
    expect(likePaper(paperGap, here)).toBe(verdict)
  })
})
