import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import type { CutOff } from './artefact.ts'
import { type Advice, adviceFor } from './explain/advice.ts'
import { type FileTold, tellFile } from './explain/fileTold.ts'
import type { LoadedModel } from './loadModel.ts'

/** What the agency and the person are told beside the score and its reasons. None of it travels to a lender. */
export interface Explanation {
  /** The least score at which lending pays, by the model's own figures. A lender may draw another line. */
  readonly cutOff: CutOff & { readonly isReached: boolean }
  /** The person's own months and amounts. Null of a kept score, as below. */
  readonly file: FileTold | null
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
  const judgement = loaded.model.judge(values)
  const context = now && { asOf: now.asOf, currency }
  return {
    cutOff: { ...cutOff, isReached: judgement.score >= cutOff.score },
    file: now && context && tellFile(loaded, judgement, { records: now.records, ...context }),
    whatWouldChange: now && context && adviceFor(loaded, now.records, context),
  }
}
