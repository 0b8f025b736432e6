import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import { type Advice, adviceFor } from './explain/advice.ts'
import { featureNames } from './featureCatalogue.ts'
import type { LoadedModel } from './loadModel.ts'

/** What the person is told beside the score and its reasons. */
export interface Explanation {
  readonly cutOff: { readonly score: number; readonly isReached: boolean }
  /** Whether any month on file was late; null where no month tells. */
  readonly showsLateness: boolean | null
  /** Null of a kept score: it is worked out from the records of the day, which may be gone. */
  readonly whatWouldChange: Advice | null
}

/** The records and the time of a score that is given now; of a kept one only its values are sure to be there. */
export interface ScoredNow {
  readonly records: readonly UcrRecord[]
  readonly asOf: number
}

export function explanationOf(
  loaded: LoadedModel,
  values: readonly Cell[],
  now: ScoredNow | null,
): Explanation {
  const { cutOff, currency } = loaded.artefact
  const leastScore = cutOff.score
  const { score } = loaded.model.judge(values)
  const monthsLate = values[featureNames.indexOf('monthsLate24m')] ?? null
  return {
    cutOff: { score: leastScore, isReached: score >= leastScore },
    showsLateness: monthsLate === null ? null : monthsLate > 0,
    whatWouldChange: now && adviceFor(loaded, now.records, { asOf: now.asOf, currency }),
  }
}
