import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { type Cell, missingBin } from '../../analysis/scorecard/binning.ts'
import { type ReasonName, rankReasons, reasonNames } from '../../analysis/scorecard/reasonCodes.ts'
import {
  type CardResult,
  evaluateCard,
  type PointsScale,
  type PositiveOnlyFamily,
  probabilityOfDefault,
} from '../../analysis/scorecard/scorecard.ts'
import { featureCatalogue, featureNames, isTold } from '../featureCatalogue.ts'
import type { Judgement, RiskModel, ToldLoss } from './riskModel.ts'

export const cardFeatureSchema = z.strictObject({
  name: z.string(),
  trend: z.enum(['rising', 'falling']),
  binning: z.strictObject({ cuts: z.array(z.number()), specials: z.array(z.int()) }),
  /** By bin, in the order of analysis/binning.ts: regular, specials, missing. */
  woe: z.array(z.number()),
  informationValue: z.number(),
  /** In the log-odds of bad. */
  coefficient: z.number(),
  points: z.array(z.int()),
  neutralPoints: z.int(),
  /** What a loss of points is called, by bin. */
  reasons: z.array(z.enum(reasonNames)),
  /** Shares of the training rows, by bin: the reference for drift. */
  shares: z.array(z.number().min(0).max(1)),
})
export type CardFeature = z.infer<typeof cardFeatureSchema>

/** The parameters of a WoE scorecard. The prior is corrected in the intercept. */
export const cardParamsSchema = z.strictObject({
  /** Log-odds of bad of the average person, after the correction of the prior. */
  intercept: z.number(),
  basePoints: z.int(),
  features: z.array(cardFeatureSchema).min(1),
})
export type CardParams = z.infer<typeof cardParamsSchema>

export const cardMissingRule = 'a bin of its own for each special code and for the missing'

export interface CardContext {
  readonly scale: PointsScale
  readonly positiveOnly: readonly PositiveOnlyFamily[]
}

/** Throws `model.invalid` for parameters that are no scorecard. */
export function parseCard(params: unknown): CardParams {
  const parsed = cardParamsSchema.safeParse(params)
  if (!parsed.success) throw unreadable(parsed.error.issues[0]?.path.join('.') ?? '')
  requireConsistent(parsed.data)
  return parsed.data
}

export function compileCard(params: CardParams, { scale, positiveOnly }: CardContext): RiskModel {
  const { basePoints, features } = params
  const card = { scale, basePoints, features, positiveOnly }
  const places = features.map(({ name }) => featureNames.indexOf(name))
  const best = features.map(bestPoints)
  const lossesOf = lossFinder(params, positiveOnly)
  return {
    judge(values): Judgement {
      const used = places.map((place): Cell => values[place] ?? null)
      const result = evaluateCard(card, used)
      const losses = lossesOf(result, values)
      return {
        score: result.score,
        probabilityOfDefault: probabilityOfDefault(scale, result.score),
        basePoints,
        perFeature: features.map(({ name }, at) => ({
          ...{ feature: name, value: used[at] ?? null, best: best[at] as number },
          points: result.points[at] as number,
        })),
        lifts: positiveOnly.map(({ name }, at) => ({
          family: name,
          points: result.lifts[at] as number,
        })),
        reasons: rankReasons(losses),
        losses,
      }
    },
    scoreRows(columns, rows) {
      const used = places.map((place) => columns[place] as Float64Array)
      return Int32Array.from(
        rows,
        (row) =>
          evaluateCard(
            card,
            used.map((column) => column[row] as number),
          ).score, // prettier-ignore
      )
    },
  }
}

/** A positive-only feature is never a reason, nor is a quantity of which its sentence would be untrue. */
function lossFinder(
  { features }: CardParams,
  positiveOnly: readonly PositiveOnlyFamily[],
): (result: CardResult, values: readonly Cell[]) => ToldLoss[] {
  const protectedNames = new Set(positiveOnly.flatMap((family) => family.features))
  const definitions = features.map((feature) =>
    featureCatalogue.find(({ name }) => name === feature.name),
  )
  const isUntrue = (at: number, bin: number, values: readonly Cell[]) => {
    const definition = definitions[at]
    const isQuantity = bin <= (features[at] as CardFeature).binning.cuts.length
    return isQuantity && definition !== undefined && !isTold(definition, values)
  }
  return ({ bins, points }, values) =>
    features.flatMap((feature, at) => {
      if (protectedNames.has(feature.name)) return []
      const bin = bins[at] as number
      if (isUntrue(at, bin, values)) return []
      const name = feature.reasons[bin] as ReasonName
      const lost = Math.max(0, feature.neutralPoints - (points[at] as number))
      return [{ feature: feature.name, name, lost }]
    })
}

function bestPoints({ binning, points }: CardFeature): number {
  return Math.max(...points.slice(0, missingBin(binning)))
}

/** What the schema cannot say: every bin has its points, its weight and its reason, and every name is known. */
function requireConsistent({ features }: CardParams): void {
  const names = features.map(({ name }) => name)
  for (const { name, binning, points, woe, reasons, shares } of features) {
    const bins = binning.cuts.length + binning.specials.length + 2
    const isAscending = binning.cuts.every(
      (cut, at) => at === 0 || cut > (binning.cuts[at - 1] as number),
    )
    const isWhole = [points, woe, reasons, shares].every((list) => list.length === bins)
    if (!isAscending || !isWhole || !featureNames.includes(name))
      throw unreadable(`features.${name}`)
  }
  if (new Set(names).size !== names.length) throw unreadable('features')
}

function unreadable(path: string): MeshError {
  return new MeshError('model.invalid', { details: { path: `params.${path}` } })
}
