import { dominationGraph } from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { expect, test } from 'vitest'

const random = seededRandom(11)
const y = Array.from({ length: 400 }, () => (random() < 0.3 ? 1 : 0))
const score = (skill: number) => y.map((label) => label * skill + random())
const strong = { name: 'strong', score: score(2) }
const fair = { name: 'fair', score: score(0.5) }
const none = { name: 'none', score: score(0) }

test('arrows lead from a model to the next worse, the others follow', () => {
  const { models, dominations, arrows } = dominationGraph(y, [none, strong, fair])
  expect(models.map(({ name }) => name)).toEqual(['strong', 'fair', 'none'])
  expect(dominations).toHaveLength(3)
  expect(arrows.map(({ better, worse }) => `${better} > ${worse}`).sort()).toEqual([
    'fair > none',
    'strong > fair',
  ])
})

test('models of one order dominate nobody', () => {
  const twin = { name: 'twin', score: strong.score.map((each) => each * 3) }
  const { dominations } = dominationGraph(y, [strong, twin])
  expect(dominations).toEqual([])
})

test('the correction is that of Holm: the clearest pair counts every pair, the next one fewer', () => {
  const { dominations } = dominationGraph(y, [strong, fair, none], { level: 0.99 })
  const [first, second, third] = dominations
  expect(first?.adjustedP).toBeCloseTo(3 * (first?.p ?? 1), 12)
  expect(second?.adjustedP).toBeCloseTo(Math.max(2 * (second?.p ?? 1), first?.adjustedP ?? 1), 12)
  expect(third?.adjustedP).toBeGreaterThanOrEqual(second?.adjustedP ?? 1)
})

test('error: two models of one name, and a level that is none', () => {
  expect(() => dominationGraph(y, [strong, strong])).toThrowError('analysis.invalid_input')
  expect(() => dominationGraph(y, [strong], { level: 1 })).toThrowError('analysis.invalid_input')
})
