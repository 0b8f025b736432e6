import { type PointsScale, scoreAtProbability } from '../analysis/scorecard/scorecard.ts'

/** A to E by the probability of default, so that a band means the same whatever the model. */
const mostProbability = { A: 0.01, B: 0.03, C: 0.08, D: 0.2 } as const

export function bandsOf(scale: PointsScale) {
  const limited = Object.entries(mostProbability).map(([name, probability]) => ({
    name,
    leastScore: scoreAtProbability(scale, probability),
  }))
  return [...limited, { name: 'E', leastScore: null }]
}
