import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { type Cell, missingBin } from '../analysis/scorecard/binning.ts'
import { noFileFound, type ReasonCode, rankReasons } from '../analysis/scorecard/reasonCodes.ts'
import {
  type CardResult,
  evaluateCard,
  probabilityOfDefault,
} from '../analysis/scorecard/scorecard.ts'
import type { ArtefactFeature, GoldenExpectation, ScorecardArtefact } from './artefact.ts'
import { featureNames } from './featureCatalogue.ts'
import { type FeatureVector, featuresOf } from './features.ts'

/** All that the model itself is needed for, before hashes, formats and texts. */
export type CardModel = Pick<
  ScorecardArtefact,
  'scale' | 'basePoints' | 'features' | 'positiveOnly' | 'currency'
>

export interface FeaturePoints {
  readonly feature: string
  readonly value: Cell
  readonly points: number
  /** The most that anyone gets for this feature. */
  readonly best: number
}

export interface Assessment {
  readonly vector: FeatureVector | null
  readonly score: number | null
  readonly probabilityOfDefault: number | null
  /** In the order of the card. */
  readonly perFeature: readonly FeaturePoints[]
  readonly lifts: readonly { readonly family: string; readonly points: number }[]
  readonly reasons: readonly ReasonCode[]
}

/**
 * Judges one person's records. Of a thin file nothing is known that could be scored: a number would read as an opinion, so
 * there is none, and the one reason is that no file was found.
 */
export function assess(model: CardModel, records: readonly UcrRecord[], asOf: number): Assessment {
  const vector = featuresOf(records, { asOf, currency: model.currency })
  if (vector === null) return thinFile
  return { ...assessValues(model, vector.values), vector }
}

const thinFile: Assessment = {
  vector: null,
  score: null,
  probabilityOfDefault: null,
  perFeature: [],
  lifts: [],
  reasons: [noFileFound],
}

/** Judges values in the order of the feature catalogue. */
export function assessValues(
  model: CardModel,
  values: readonly Cell[],
): Omit<Assessment, 'vector'> {
  const used = model.features.map(({ name }) => values[featureNames.indexOf(name)] ?? null)
  const result = evaluateCard(model, used)
  return {
    score: result.score,
    probabilityOfDefault: probabilityOfDefault(model.scale, result.score),
    perFeature: model.features.map((feature, at) => ({
      feature: feature.name,
      value: used[at] ?? null,
      points: result.points[at] as number,
      best: bestPoints(feature),
    })),
    lifts: model.positiveOnly.map(({ name }, at) => ({
      family: name,
      points: result.lifts[at] as number,
    })),
    reasons: reasonsOf(model, result),
  }
}

/** What the golden cases of an artefact fix. */
export function expectationOf(assessment: Omit<Assessment, 'vector'>): GoldenExpectation {
  const { score, probabilityOfDefault, perFeature, lifts, reasons } = assessment
  const points = [...perFeature, ...lifts].map((part) => part.points)
  return { score, probabilityOfDefault, points, reasons: [...reasons] }
}

/** A positive-only feature is never a reason; a gap is never the best that one could have. */
function reasonsOf(
  { features, positiveOnly }: CardModel,
  { bins, points }: CardResult,
): ReasonCode[] {
  const protectedNames = new Set(positiveOnly.flatMap((family) => family.features))
  const losses = features.flatMap((feature, at) => {
    if (protectedNames.has(feature.name)) return []
    const code = feature.reasons[bins[at] as number] as ReasonCode
    return [{ code, lost: Math.max(0, bestPoints(feature) - (points[at] as number)) }]
  })
  return rankReasons(losses)
}

function bestPoints({ binning, points }: ArtefactFeature): number {
  return Math.max(...points.slice(0, missingBin(binning)))
}
