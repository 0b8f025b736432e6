import {
  basePointsOf,
  binPointsOf,
  evaluateCard,
  probabilityOfDefault,
  type Scorecard,
  scoreAtProbability,
  standardScale,
} from '@creditmesh/agency-node/analysis/scorecard/scorecard.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const feature = (name: string, points: readonly number[]) => ({
  name,
  binning: { cuts: [10], specials: [] },
  points,
  neutralPoints: 0,
})

const card: Scorecard = {
  scale: standardScale,
  basePoints: 560,
  features: [
    feature('own', [20, -30, 0]),
    feature('calls', [8, -12, 0]),
    feature('links', [3, -4, 0]),
  ],
  positiveOnly: [],
}
const kind: Scorecard = {
  ...card,
  positiveOnly: [{ name: 'network', features: ['calls', 'links'] }],
}

test('600 points are odds of 50 to 1, and 20 more double them', () => {
  expect(probabilityOfDefault(standardScale, 600)).toBeCloseTo(1 / 51, 6)
  expect(probabilityOfDefault(standardScale, 620)).toBeCloseTo(1 / 101, 6)
  expect(probabilityOfDefault(standardScale, 580)).toBeCloseTo(1 / 26, 6)
  expect(basePointsOf(standardScale, -Math.log(50))).toBe(600)
  expect(basePointsOf(standardScale, -Math.log(25))).toBe(580)
})

test('points follow the weight of evidence, and the average person gets none', () => {
  const woe = [Math.log(2), 0, -Math.log(4)]
  expect(binPointsOf(standardScale, { coefficient: -1, woe })).toEqual([20, 0, -40])
})

test('the score is exactly the base plus the points', () => {
  const { score, points, lifts } = evaluateCard(card, [5, 50, null])
  expect({ points, lifts }).toEqual({ points: [20, -12, 0], lifts: [] })
  expect(score).toBe(560 + 20 - 12)
})

test('a positive-only family is lifted to its neutral points as a whole', () => {
  expect(evaluateCard(kind, [5, 50, 50])).toMatchObject({ score: 580, lifts: [16] })
  expect(evaluateCard(kind, [5, 5, 50])).toMatchObject({ score: 584, lifts: [0] })
  expect(evaluateCard(kind, [5, 50, 5])).toMatchObject({ score: 580, lifts: [9] })
})

test('a positive-only family never lowers a score', () => {
  const value = fc.option(fc.integer({ min: 0, max: 20 }), { nil: null })
  fc.assert(
    fc.property(value, value, value, (own, calls, links) => {
      const without = evaluateCard(kind, [own, null, null]).score
      expect(evaluateCard(kind, [own, calls, links]).score).toBeGreaterThanOrEqual(without)
    }),
  )
})

test('the score of a probability is the least that reaches it', () => {
  for (const probability of [0.01, 0.03, 0.08, 0.2, 0.5]) {
    const score = scoreAtProbability(standardScale, probability)
    expect(probabilityOfDefault(standardScale, score)).toBeLessThanOrEqual(probability)
    expect(probabilityOfDefault(standardScale, score - 1)).toBeGreaterThan(probability)
  }
})
