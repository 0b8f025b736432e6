import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { type ErrorCode, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Score } from '@creditmesh/sdk/wire/response.ts'
import type { ChosenModel } from '../scoring/chooseModel.ts'
import { createExplainer, type Explainer, type ScoreInputs } from '../scoring/score.ts'

/** What scores now, or why nothing does. */
export interface ScoringState {
  readonly modelId: Hex | null
  readonly isApproved: boolean
  /** Why the model could not be had; absent while all is well, or there is none. */
  readonly problem?: ErrorCode
}

/** The model that scores now; replaced while the node runs when another becomes champion. */
export interface ScorerSlot {
  /** Null while nothing scores, and for a file without a trade line. */
  score(records: readonly UcrRecord[], nowSec: number): Score | null
  /** What a score of this slot was made of. */
  inputsOf(score: Score): ScoreInputs | undefined
  canScore(): boolean
  /** Null as `score`; tells the whole of it, for the agency itself. */
  readonly explain: Explainer | null
  state(): ScoringState
  /** Asks the chain and loads. Never rejects: what could not be asked stays as it was, a broken model scores nobody. */
  refresh(): Promise<ScoringState>
}

export function createScorerSlot(choose: () => Promise<ChosenModel | null>): ScorerSlot {
  // Kept no longer than somebody holds the score.
  const inputs = new WeakMap<Score, ScoreInputs>()
  let explain: Explainer | null = null
  let state = nothing
  return {
    score(records, nowSec) {
      const result = explain?.(records, nowSec)
      if (!result?.score || !result.inputs) return null
      inputs.set(result.score, result.inputs)
      return result.score
    },
    inputsOf: (score) => inputs.get(score),
    canScore: () => explain !== null,
    get explain() {
      return explain
    },
    state: () => state,
    async refresh() {
      try {
        const chosen = await choose()
        explain = chosen && createExplainer(chosen.loaded)
        state = chosen ? stateOf(chosen) : nothing
      } catch (cause) {
        const { code, retryable } = toMeshError(cause)
        if (!retryable) explain = null
        state = retryable ? { ...state, problem: code } : { ...nothing, problem: code }
      }
      return state
    },
  }
}

const nothing: ScoringState = { modelId: null, isApproved: false }

function stateOf({ loaded, isApproved }: ChosenModel): ScoringState {
  return { modelId: loaded.id, isApproved }
}
