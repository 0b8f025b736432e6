import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { describe, expect, test } from 'vitest'
import {
  earningsAt,
  gainsOfRejecting,
  percentileInterval,
  resampledEarnings,
} from '../../../../scripts/evaluate/synthetic/earnings.ts'

const y = Uint8Array.from([1, 0, 0, 0, 1, 0, 0, 0, 0, 0])
const loans = {
  amount: new Float64Array(10).fill(1000),
  exposureAtDefault: Float64Array.from(y, (label) => 500 * label),
}

describe('what turning people away earns', () => {
  test('a loss saved for each defaulter less the income of each good payer', () => {
    const score = Float64Array.from([9, 8, 1, 1, 1, 1, 1, 1, 1, 1])
    expect(earningsAt(y, score, { loans, accepted: 0.8 })).toEqual({
      rejected: 2,
      badsRejected: 1,
      more: expect.closeTo(400 - 50),
    })
    expect(earningsAt(y, score, { loans, accepted: 1 }).more).toBe(0)
  })

  test('samples with replacement surround the figure, and the same seed draws the same', () => {
    const people = 2000
    const labels = Uint8Array.from({ length: people }, (_, row) => (row % 20 === 0 ? 1 : 0))
    const many = {
      amount: new Float64Array(people).fill(1000),
      exposureAtDefault: Float64Array.from(labels, (label) => 500 * label),
    }
    const random = seededRandom(5)
    const score = Float64Array.from(labels, (label) => label + 3 * random())
    const draw = (seed: number) =>
      resampledEarnings(gainsOfRejecting(labels, many), [score, score], {
        ...{ accepted: 0.85, draws: 400, random: seededRandom(seed) },
      })
    const { more } = earningsAt(labels, score, { loans: many, accepted: 0.85 })
    const [one, same] = draw(1) as [Float64Array, Float64Array]
    const { value, low, high } = percentileInterval(more, one)
    expect(value).toBe(more)
    expect(low).toBeLessThan(more)
    expect(high).toBeGreaterThan(more)
    expect(same).toEqual(one)
    expect(draw(1)[0]).toEqual(one)
    expect(draw(2)[0]).not.toEqual(one)
  })

  test('a sample never turns away more than its share', () => {
    const gains = new Float64Array(100).fill(-1)
    const drawn = resampledEarnings(gains, [Float64Array.from(gains, (_, row) => row)], {
      ...{ accepted: 0.85, draws: 50, random: seededRandom(1) },
    })
    expect(drawn[0]?.every((each) => each === -15)).toBe(true)
  })
})
