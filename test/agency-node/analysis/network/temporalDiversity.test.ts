import { temporalDiversity } from '@creditmesh/agency-node/analysis/network/temporalDiversity.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('temporal diversity', () => {
  test('is 1 where all bins are equally full, and then loyalty is three of seven', () => {
    const { diversityNonEmpty, diversityAll, loyalty3 } = temporalDiversity(new Array(7).fill(12.5))
    expect(diversityNonEmpty).toBeCloseTo(1, 12)
    expect(diversityAll).toBeCloseTo(1, 12)
    expect(loyalty3).toBeCloseTo(3 / 7, 12)
  })

  test('lies within 0 and 1, the diversity over all bins never above that over the non-empty', () => {
    const bins = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), {
      minLength: 7,
      maxLength: 7,
    })
    fc.assert(
      fc.property(bins, (values) => {
        const { diversityNonEmpty, diversityAll, loyalty3 } = temporalDiversity(values)
        if (loyalty3 === null || diversityAll === null) return
        const ones = [diversityAll, loyalty3, diversityNonEmpty ?? 0]
        expect(ones.every((value) => value >= 0 && value <= 1 + 1e-12)).toBe(true)
        if (diversityNonEmpty !== null) expect(diversityAll).toBeLessThanOrEqual(diversityNonEmpty)
      }),
    )
  })

  test('error: a negative, infinite or missing bin', () => {
    for (const wrong of [-1, Infinity, Number.NaN]) {
      expect(() => temporalDiversity([1, wrong])).toThrow(
        expect.objectContaining({ code: 'analysis.invalid_input' }),
      )
    }
  })
})
