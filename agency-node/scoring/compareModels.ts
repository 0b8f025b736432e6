import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type DeLongTest, delong } from '../analysis/judgement/delong.ts'
import { splitByHash } from '../analysis/split.ts'
import type { ModelArtefact, ModelMetrics } from './artefact.ts'
import { judgeScores } from './judgeModel.ts'
import type { LoadedModel } from './loadModel.ts'
import type { TrainingTable } from './trainingTable.ts'

export interface Comparison {
  /** People whom neither model was fitted to. */
  readonly rows: number
  readonly metrics: readonly [ModelMetrics, ModelMetrics]
  /** Of the two areas under the curve. */
  readonly delong: DeLongTest
  /** People whom one accepts and the other rejects, each at its own cut-off. */
  readonly onlyFirstAccepts: SwapSet
  readonly onlySecondAccepts: SwapSet
}

export interface SwapSet {
  readonly rows: number
  readonly bads: number
}

/**
 * Two models on the people whom neither has seen. Both must have been trained on exactly these people, or nobody could
 * say who those are. Throws `usage.invalid` where they were not.
 */
export function compareOn(
  table: TrainingTable,
  models: readonly [LoadedModel, LoadedModel],
): Comparison {
  for (const { id, artefact } of models) requireSameData(table, id, artefact)
  const [first, second] = models
  const isTest = [first, second].map(({ artefact }) => {
    const { name, split } = artefact.training.seed
    return new Set(splitByHash(table.y, name, split).test)
  })
  const rows = Uint32Array.from(isTest[0] ?? []).filter((row) => isTest[1]?.has(row))
  const labels = Uint8Array.from(rows, (row) => table.y[row] as number)
  const scored = models.map(({ model }) => ({
    labels,
    scores: model.scoreRows(table.columns, rows),
  }))
  const [a, b] = scored as [(typeof scored)[0], (typeof scored)[0]]
  const metricsOf = (of: typeof a, { scale, cutOff }: ModelArtefact) =>
    judgeScores(of, { scale, profit: cutOff.parameters })
  const accepts = [a, b].map(({ scores }, at) => {
    const { score: least } = (models[at] as LoadedModel).artefact.cutOff
    return scores.map((score) => (score >= least ? 1 : 0))
  })
  const swapped = (accepting: Int32Array, rejecting: Int32Array): SwapSet => {
    const found = rows.filter((_, at) => accepting[at] === 1 && rejecting[at] === 0)
    return {
      rows: found.length,
      bads: found.reduce((sum, row) => sum + (table.y[row] as number), 0),
    }
  }
  const [ofFirst, ofSecond] = accepts as [Int32Array, Int32Array]
  return {
    rows: rows.length,
    metrics: [metricsOf(a, first.artefact), metricsOf(b, second.artefact)],
    delong: delong(
      labels,
      a.scores.map((score) => -score),
      b.scores.map((score) => -score),
    ),
    onlyFirstAccepts: swapped(ofFirst, ofSecond),
    onlySecondAccepts: swapped(ofSecond, ofFirst),
  }
}

function requireSameData(
  { dataHash, currency }: TrainingTable,
  modelId: string,
  { training, currency: own }: ModelArtefact,
): void {
  if (training.dataHash === dataHash && own === currency) return
  throw new MeshError('usage.invalid', {
    detail: 'the model was trained on other people than are on file now: train both again',
    details: { modelId },
  })
}
