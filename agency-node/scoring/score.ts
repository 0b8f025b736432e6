import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Score } from '@creditmesh/sdk/wire/response.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import { codeOfReason, type ReasonName } from '../analysis/scorecard/reasonCodes.ts'
import type { ModelArtefact } from './artefact.ts'
import { type Assessment, assess } from './assess.ts'
import type { Judgement } from './families/riskModel.ts'
import type { LoadedModel } from './loadModel.ts'
import { type Language, reasonTexts } from './reasonTexts.ts'

/** What the score was made of: with the model, all that gives it again. */
export interface ScoreInputs {
  /** Whole seconds. */
  readonly asOf: number
  /** In the order of the feature set. */
  readonly values: readonly Cell[]
  readonly recordIds: readonly string[]
}

/** The score and all that stays inside the agency and with the person: every feature, its value and its points. */
export interface ScoreResult extends Pick<Assessment, 'perFeature' | 'lifts' | 'basePoints'> {
  readonly score: Score | null
  readonly inputs: ScoreInputs | null
  /** As in the score; of a thin file R16, that there is no file, or none that could be scored. */
  readonly reasonCodes: Score['reasonCodes']
}

export type Explainer = (records: readonly UcrRecord[], asOf: number) => ScoreResult

/** The whole of it: for the answer, for the person, and for replay. Pure given the time. */
export function createExplainer(loaded: LoadedModel, language: Language = 'en'): Explainer {
  const { artefact, model } = loaded
  const toReason = reasonWriter(artefact, language)
  return (records, asOf) => {
    const assessment = assess(model, records, { asOf, currency: artefact.currency })
    const { vector, basePoints, perFeature, lifts, reasons } = assessment
    const explanation = { basePoints, perFeature, lifts }
    if (vector === null) {
      return { ...explanation, score: null, inputs: null, reasonCodes: reasons.map(toReason) }
    }
    const { values, recordIds } = vector
    const inputs = { asOf, values, recordIds }
    const score = scoreOf(loaded, inputs, { judgement: assessment as Judged, toReason }) // not thin
    return { ...explanation, score, inputs, reasonCodes: score.reasonCodes }
  }
}

/** The score of inputs that were kept: the same function of model and inputs as when it was given. */
export function replayScore(
  loaded: LoadedModel,
  inputs: ScoreInputs,
  language: Language = 'en',
): Score {
  const judgement = loaded.model.judge(inputs.values)
  return scoreOf(loaded, inputs, { judgement, toReason: reasonWriter(loaded.artefact, language) })
}

type Judged = Pick<Judgement, 'score' | 'probabilityOfDefault' | 'reasons'>
type ToReason = (name: ReasonName) => Score['reasonCodes'][number]

function scoreOf(
  { id, artefact }: LoadedModel,
  inputs: ScoreInputs,
  { judgement, toReason }: { readonly judgement: Judged; readonly toReason: ToReason },
): Score {
  const { score: scoreValue, probabilityOfDefault, reasons } = judgement
  const { scale, modelVersion } = artefact
  return {
    ...{ scoreValue, scale, modelId: id, modelVersion, computedAt: inputs.asOf },
    inputsRoot: inputsRootOf(artefact, inputs),
    probabilityOfDefault,
    band: bandOf(artefact, scoreValue),
    reasonCodes: reasons.map(toReason),
  }
}

/**
 * Commits to what was scored. The names of the records are under the agency's secret (records/reference.ts), so the root
 * cannot be searched for the values behind it.
 */
function inputsRootOf(
  { featureSet }: ModelArtefact,
  { asOf, recordIds, values }: ScoreInputs,
): Hex {
  return toHex(sha256(utf8(canonicalJson({ asOf, featureSet, recordIds, values }))))
}

function bandOf({ bands }: ModelArtefact, score: number): string {
  return bands.find(({ leastScore }) => leastScore === null || score >= leastScore)?.name ?? ''
}

function reasonWriter({ reasonTexts: own }: ModelArtefact, language: Language): ToReason {
  return (name) => {
    const text = own[language]?.[name] ?? reasonTexts[language][name]
    return { code: codeOfReason(name), text }
  }
}
