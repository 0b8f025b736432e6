import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { ModelMetrics, ScorecardArtefact, TrainingManifest } from './artefact.ts'
import type { LoadedModel } from './loadModel.ts'

/** What `model show` prints of a model: all that a credit officer judges it by. */
export interface ModelSummary {
  readonly modelId: Hex
  readonly modelVersion: string
  readonly featureSet: string
  readonly currency: string
  readonly scale: ScorecardArtefact['scale']
  readonly basePoints: number
  readonly bands: ScorecardArtefact['bands']
  readonly features: readonly FeatureSummary[]
  readonly metrics: { readonly train: ModelMetrics; readonly test: ModelMetrics }
  readonly training: TrainingManifest
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
  const { modelVersion, featureSet, currency, scale, basePoints, bands, metrics, training } =
    artefact
  const features = artefact.features.map((feature) => ({
    feature: feature.name,
    informationValue: feature.informationValue,
    bins: binNames(feature.binning).map((bin, at) => ({
      bin,
      share: feature.shares[at] as number,
      points: feature.points[at] as number,
    })),
  }))
  const head = { modelId: id, modelVersion, featureSet, currency, scale, basePoints, bands }
  return { ...head, features, metrics, training }
}

function binNames({ cuts, specials }: { readonly cuts: number[]; readonly specials: number[] }) {
  const regular = cuts.map((cut, at) =>
    at === 0 ? `up to ${cut}` : `over ${cuts[at - 1]} to ${cut}`,
  )
  const last = cuts.length === 0 ? 'any value' : `over ${cuts.at(-1)}`
  return [...regular, last, ...specials.map((code) => `code ${code}`), 'missing']
}
