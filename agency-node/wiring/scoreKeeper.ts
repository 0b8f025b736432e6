import type { Address, ConsentId, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { fromHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Score } from '@creditmesh/sdk/wire/response.ts'
import type { GivenScore } from '../exchange/collaborators.ts'
import type { ScoreInputs } from '../scoring/score.ts'
import type { KeptScore, Scores } from '../store/store.ts'
import type { ScorerSlot } from './scorerSlot.ts'

/** What is kept of a score that was given: with the artefact of its model, all that gives it again. */
export interface ScoreContent {
  readonly score: Score
  readonly inputs: ScoreInputs
  /** By what right it was made: a consent, or the agency's own business with a person it knows. */
  readonly basis:
    | {
        readonly kind: 'consent'
        readonly consentId: ConsentId
        readonly purpose: number
        readonly buyer: Address
      }
    | { readonly kind: 'own' }
}

interface Keeping {
  readonly agency: {
    readonly store: { readonly scores: Pick<Scores, 'put'> }
    readonly config: { readonly scoring: { readonly keepScoresDays: number } }
  }
  readonly scorer: Pick<ScorerSlot, 'inputsOf'>
}

const secondsPerDay = 86_400

export function keptScore(
  given: { readonly scoreId: Hex; readonly tag: Hex; readonly content: ScoreContent },
  keepScoresDays: number,
): KeptScore {
  const { scoreId, tag, content } = given
  const keepUntilSec = content.score.computedAt + keepScoresDays * secondsPerDay
  return { scoreId, tag: fromHex(tag), keepUntilSec, content }
}

/** Keeps each delivered score under the id of its leg: lender, person and auditor know it by that. */
export function createScoreKeeper({
  agency,
  scorer,
}: Keeping): (given: GivenScore) => Promise<void> {
  const { scores } = agency.store
  const { keepScoresDays } = agency.config.scoring
  return async ({ legId, tag, consentId, purpose, buyer, score }) => {
    const inputs = scorer.inputsOf(score)
    if (inputs === undefined) throw new TypeError('a score of another slot')
    const basis = { kind: 'consent', consentId, purpose, buyer } as const
    const content = { score, inputs, basis }
    await scores.put(keptScore({ scoreId: legId, tag, content }, keepScoresDays))
  }
}
