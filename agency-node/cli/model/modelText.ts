import type { ModelSummary } from '../../scoring/modelSummary.ts'

/** A model for people: what a credit officer judges it by. The whole of it is behind `--json`. */
export function modelText(value: Record<string, unknown>): string {
  const model = value as unknown as ModelSummary // `model.train` and `model.show` give it
  const { modelId, modelVersion, family, metrics, bands, cutOff } = model
  const { train, test } = metrics
  const scale = bands.map(({ name, leastScore }) => `${name} ${leastScore ?? 'below'}`).join(', ')
  return [
    `${family} "${modelVersion}" ${modelId}`,
    `  fitted on ${train.rows} people (${train.bads} bad), judged on ${test.rows} others (${test.bads} bad)`,
    `  AUC ${digits(test.auc)} (${digits(train.auc)} on those it was fitted on), KS ${digits(test.ks)}, calibration error ${digits(test.ece)}`,
    `  bands from ${scale}; cut-off ${cutOff.score}`,
    ...featureLines(model.features ?? []),
    '  (--json shows all of it)',
  ].join('\n')
}

const mostFeatures = 10

function featureLines(features: NonNullable<ModelSummary['features']>): string[] {
  if (features.length === 0) return []
  const best = [...features].sort((a, b) => b.informationValue - a.informationValue)
  const lines = best.slice(0, mostFeatures).map(({ feature, informationValue, bins }) => {
    const points = bins.map((bin) => bin.points)
    const range = `${Math.min(...points)} to ${Math.max(...points)} points`
    return `    ${feature.padEnd(28)} ${range.padEnd(20)} information ${digits(informationValue)}`
  })
  const left = features.length - lines.length
  return ['  what it looks at:', ...lines, ...(left > 0 ? [`    and ${left} more`] : [])]
}

interface Listed {
  readonly id: string
  readonly modelVersion: string
  readonly family: string
  readonly onChain: { readonly status: string } | null
}

/** A line for each model that is kept; `scores`: the one that does. */
export function modelListText(value: Record<string, unknown>, scores: string | null): string {
  const models = value.models as readonly Listed[] // `model.list` gives it
  if (models.length === 0) return 'No model yet: creditmesh model train.'
  return models
    .map(({ id, modelVersion, family, onChain }) =>
      [
        ...[id, family.padEnd(9), (onChain?.status ?? 'draft').padEnd(10)],
        ...[(id === scores ? 'scores now' : '').padEnd(10), modelVersion],
      ].join('  '),
    )
    .join('\n')
}

function digits(value: number): string {
  return value.toFixed(3)
}
