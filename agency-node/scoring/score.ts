import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Score } from '@creditmesh/sdk/wire/response.ts'
import type { ReasonCode } from '../analysis/scorecard/reasonCodes.ts'
import type { ScorecardArtefact } from './artefact.ts'
import { type Assessment, assess } from './assess.ts'
import type { FeatureVector } from './features.ts'
import type { LoadedModel } from './loadModel.ts'
import { type Language, reasonTexts } from './reasonTexts.ts'

/** What `node.ts` hands to the exchange: pure given the time; null for a thin file (no trade line to score). */
export type ScoreFunction = (records: readonly UcrRecord[], asOf: number) => Score | null

/** The score and all that stays inside the agency and with the person: every feature, its value and its points. */
export interface ScoreResult extends Pick<Assessment, 'perFeature' | 'lifts'> {
  readonly score: Score | null
  readonly basePoints: number
  /** As in the score; of a thin file R16, that no file was found. */
  readonly reasonCodes: Score['reasonCodes']
}

/** The answer that travels. */
export function createScorer(model: LoadedModel, language: Language = 'en'): ScoreFunction {
  const explain = createExplainer(model, language)
  return (records, asOf) => explain(records, asOf).score
}

/** The whole of it, for the person and for replay. */
export function createExplainer(
  { id, artefact }: LoadedModel,
  language: Language = 'en',
): (records: readonly UcrRecord[], asOf: number) => ScoreResult {
  const toReason = reasonWriter(artefact, language)
  const { scale, modelVersion, basePoints } = artefact
  return (records, asOf) => {
    const assessment = assess(artefact, records, asOf)
    const { vector, score, probabilityOfDefault, perFeature, lifts } = assessment
    const reasonCodes = assessment.reasons.map(toReason)
    const explanation = { basePoints, perFeature, lifts, reasonCodes }
    if (vector === null || score === null || probabilityOfDefault === null) {
      return { ...explanation, score: null }
    }
    return {
      ...explanation,
      score: {
        scoreValue: score,
        scale,
        modelId: id,
        modelVersion,
        computedAt: asOf,
        inputsRoot: inputsRootOf(artefact, vector, asOf),
        probabilityOfDefault,
        band: bandOf(artefact, score),
        reasonCodes,
      },
    }
  }
}

/**
 * Commits to what was scored. The names of the records are under the agency's secret (records/reference.ts), so the root
 * cannot be searched for the values behind it.
 */
function inputsRootOf({ featureSet }: ScorecardArtefact, vector: FeatureVector, asOf: number) {
  const { recordIds, values } = vector
  return toHex(sha256(utf8(canonicalJson({ asOf, featureSet, recordIds, values }))))
}

function bandOf({ bands }: ScorecardArtefact, score: number): string {
  return bands.find(({ leastScore }) => leastScore === null || score >= leastScore)?.name ?? ''
}

function reasonWriter({ reasonTexts: own }: ScorecardArtefact, language: Language) {
  return (code: ReasonCode) => ({
    code,
    text: own[language]?.[code] ?? reasonTexts[language][code],
  })
}
