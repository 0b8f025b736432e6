import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fromColumns } from '../analysis/linear/designMatrix.ts'
import { fitLogistic } from '../analysis/linear/logistic.ts'
import type { Candidate } from './evidence.ts'

export interface FittedFeature {
  readonly candidate: Candidate
  /** In the log-odds of bad: negative, since a positive weight of evidence is safer. */
  readonly coefficient: number
}

export interface FittedCard {
  readonly intercept: number
  readonly features: readonly FittedFeature[]
}

/**
 * Logistic regression on weights of evidence. Among correlated features one may come out with the wrong sign: its points
 * would contradict its own bins, and its reason would be false, so the worst such feature leaves until none is left.
 */
export function fitCard(candidates: readonly Candidate[], y: Uint8Array, l2: number): FittedCard {
  let kept = [...candidates]
  for (;;) {
    if (kept.length === 0) throw nothingTells()
    const { beta, isConverged } = fitLogistic(fromColumns(kept.map(({ weights }) => weights)), y, {
      l2,
    })
    if (!isConverged)
      throw new MeshError('model.training_failed', { detail: 'The fit did not converge.' })
    const [intercept = 0, ...coefficients] = beta
    const worst = indexOfLargest(coefficients)
    if ((coefficients[worst] as number) < 0) {
      const features = kept.map((candidate, at) => ({
        candidate,
        coefficient: coefficients[at] as number,
      }))
      return { intercept, features }
    }
    kept = kept.filter((_, at) => at !== worst)
  }
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > (values[best] as number) ? at : best), 0)
}

function nothingTells(): MeshError {
  return new MeshError('model.training_failed', { detail: 'No feature tells goods from bads.' })
}
