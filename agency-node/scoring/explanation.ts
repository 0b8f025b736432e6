import type { Cell } from '../analysis/scorecard/binning.ts'
import { type Advice, adviceOf } from './advice.ts'
import { featureNames } from './featureCatalogue.ts'
import type { LoadedModel } from './loadModel.ts'

/** What the person is told beside the score and its reasons. Follows from the model and the inputs that are kept. */
export interface Explanation {
  readonly cutOff: { readonly score: number; readonly isReached: boolean }
  /** Whether any month on file was late; null where no month tells. */
  readonly showsLateness: boolean | null
  readonly whatWouldChange: Advice
}

export function explanationOf(loaded: LoadedModel, values: readonly Cell[]): Explanation {
  const { score: leastScore } = loaded.artefact.cutOff
  const { score } = loaded.model.judge(values)
  const monthsLate = values[featureNames.indexOf('monthsLate24m')] ?? null
  return {
    cutOff: { score: leastScore, isReached: score >= leastScore },
    showsLateness: monthsLate === null ? null : monthsLate > 0,
    whatWouldChange: adviceOf(loaded, values),
  }
}
