import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { ModelArtefact } from './artefact.ts'
import { type CardFeature, parseCard } from './families/scorecardFamily.ts'
import type { LoadedModel } from './loadModel.ts'

type Shown = Pick<
  ModelArtefact,
  | 'modelVersion'
  | 'product'
  | 'family'
  | 'featureSet'
  | 'currency'
  | 'scale'
  | 'bands'
  | 'cutOff'
  | 'missingRule'
  | 'calibration'
  | 'lineage'
  | 'positiveOnly'
  | 'metrics'
  | 'training'
>

/** What `model show` prints of a model: all that a credit officer judges it by. */
export interface ModelSummary extends Shown {
  readonly modelId: Hex
  /** Of a scorecard; other families have no points by bin. */
  readonly basePoints?: number
  readonly features?: readonly FeatureSummary[]
}

export interface FeatureSummary {
  readonly feature: string
  readonly informationValue: number
  readonly bins: readonly BinSummary[]
}

export interface BinSummary {
  readonly bin: string
  readonly share: number
  readonly points: number
}

export function summariseModel({ id, artefact }: LoadedModel): ModelSummary {
  const { modelVersion, product, family, featureSet, currency, scale, bands, cutOff } = artefact
  const { missingRule, calibration, lineage, positiveOnly, metrics, training } = artefact
  const head = {
    modelId: id,
    modelVersion,
    product,
    family,
    featureSet,
    currency,
    scale,
    bands,
    cutOff,
  }
  const rules = { missingRule, calibration, lineage, positiveOnly }
  return { ...head, ...cardSummary(artefact), ...rules, metrics, training }
}

function cardSummary({ family, params }: ModelArtefact) {
  if (family !== 'scorecard') return {}
  const { basePoints, features } = parseCard(params)
  return { basePoints, features: features.map(featureSummary) }
}

function featureSummary(feature: CardFeature): FeatureSummary {
  return {
    feature: feature.name,
    informationValue: feature.informationValue,
    bins: binNames(feature.binning).map((bin, at) => ({
      bin,
      share: feature.shares[at] as number,
      points: feature.points[at] as number,
    })),
  }
}

function binNames({ cuts, specials }: { readonly cuts: number[]; readonly specials: number[] }) {
  const regular = cuts.map((cut, at) =>
    at === 0 ? `up to ${cut}` : `over ${cuts[at - 1]} to ${cut}`,
  )
  const last = cuts.length === 0 ? 'any value' : `over ${cuts.at(-1)}`
  return [...regular, last, ...specials.map((code) => `code ${code}`), 'missing']
}
