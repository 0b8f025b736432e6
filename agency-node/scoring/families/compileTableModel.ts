import { invalid } from '../../analysis/labels.ts'
import type { Cell } from '../../analysis/scorecard/binning.ts'
import { rankReasons } from '../../analysis/scorecard/reasonCodes.ts'
import {
  type PointsScale,
  type PositiveOnlyFamily,
  probabilityOfDefault,
  scoreOfProbability,
} from '../../analysis/scorecard/scorecard.ts'
import { correctPrior } from '../../analysis/split.ts'
import type { Table } from '../../analysis/table.ts'
import { featureNames } from '../featureCatalogue.ts'
import { attributedLosses } from './attributedLosses.ts'
import { attributionsOf } from './attributions.ts'
import { featureTable } from './featureTable.ts'
import type { Judgement, RiskModel } from './riskModel.ts'
import type { AnyTableFamily } from './tableFamily.ts'

export interface TableContext {
  readonly scale: PointsScale
  readonly positiveOnly: readonly PositiveOnlyFamily[]
  /** Share of goods that training kept; 1 without undersampling. */
  readonly goodsKept: number
  /** The median of each feature of the catalogue among the training rows: the typical person. */
  readonly typical: readonly Cell[]
}

// So sure is no model of a portfolio; a leaf without a bad says 0, whose odds have no logarithm.
const leastProbability = 1e-4

/**
 * A fitted model of any family over the feature catalogue. The score is the corrected probability on the points scale. A
 * positive-only family is judged as if it were missing wherever that scores higher (SCORING 1.6).
 */
export function compileTableModel(
  family: AnyTableFamily,
  fitted: unknown,
  context: TableContext,
): RiskModel {
  const { scale, positiveOnly, goodsKept, typical } = context
  const scoresOf = (table: Table) =>
    Int32Array.from(family.predict(fitted, table), (p) =>
      scoreOfProbability(scale, clamped(correctPrior(goodsKept, p))),
    )
  family.requireSound?.(fitted)
  const lifting = createLifting(scoresOf, positiveOnly)
  const attribute = attributionsOf(family, fitted, typical)
  const basePoints = scoresOf(rowTable(typical))[0] as number
  return {
    judge(values): Judgement {
      const seen = lifting.row(values)
      const pull = attribute(rowTable(seen.values), seen.values)
      const points = pointsOf(pull, seen.score - basePoints)
      const losses = attributedLosses({ values: seen.values, points, typical, positiveOnly })
      return {
        score: seen.score,
        probabilityOfDefault: probabilityOfDefault(scale, seen.score),
        basePoints,
        perFeature: featureNames.map((feature, at) => ({
          ...{ feature, value: seen.values[at] ?? null, best: 0 },
          points: points[at] as number,
        })),
        lifts: seen.lifts,
        reasons: rankReasons(losses),
        losses,
      }
    },
    scoreRows: (columns, rows) =>
      lifting.table(
        columns.map((column) => Float64Array.from(rows, (row) => column[row] as number)),
      ), // prettier-ignore
  }
}

function clamped(probability: number): number {
  if (Number.isNaN(probability)) throw invalid('The model gives no probability.')
  return Math.min(1 - leastProbability, Math.max(leastProbability, probability))
}

function rowTable(values: readonly Cell[]): Table {
  return featureTable(featureNames.map((_, at) => Float64Array.of(values[at] ?? Number.NaN)))
}

/** Attributions say the direction and the proportion of each feature; the points they share out are the score's own. */
function pointsOf(pull: Float64Array, total: number): Int32Array {
  const sum = pull.reduce((all, part) => all + part, 0)
  const isAgreed = Math.abs(sum) > 1e-9 && Math.sign(total) === -Math.sign(sum)
  const perUnit = isAgreed ? total / sum : -defaultPointsPerUnit
  return Int32Array.from(pull, (part) => Math.round(part * perUnit) + 0)
}

// Where the parts cancel out there is nothing to share: one unit of log-odds at 20 points to double the odds.
const defaultPointsPerUnit = 20 / Math.LN2

/** Blanks positive-only families, one after the other in their order, wherever the score without them is higher. */
function createLifting(
  scoresOf: (table: Table) => Int32Array,
  positiveOnly: readonly PositiveOnlyFamily[],
) {
  const places = positiveOnly.map(({ features }) =>
    features.map((name) => featureNames.indexOf(name)),
  ) // prettier-ignore
  const blank = (values: readonly Cell[], at: number) =>
    values.map((value, place) => ((places[at] as number[]).includes(place) ? null : value))
  return {
    row(given: readonly Cell[]) {
      let values = given
      let score = scoresOf(rowTable(values))[0] as number
      const lifts = positiveOnly.map(({ name }, at) => {
        const without = blank(values, at)
        const lifted = scoresOf(rowTable(without))[0] as number
        const points = Math.max(0, lifted - score)
        if (points > 0) {
          values = without
          score = lifted
        }
        return { family: name, points }
      })
      return { values, score, lifts }
    },
    table(given: readonly Float64Array[]): Int32Array {
      let columns = [...given]
      let scores = scoresOf(featureTable(columns))
      for (const family of places) {
        const without = columns.map((column, at) =>
          family.includes(at) ? column.map(() => Number.NaN) : column,
        )
        const lifted = scoresOf(featureTable(without))
        const isLifted = lifted.map((score, row) => (score > (scores[row] as number) ? 1 : 0))
        columns = columns.map(
          (column, at) =>
            column.map((value, row) =>
              isLifted[row] ? ((without[at] as Float64Array)[row] as number) : value,
            ), // prettier-ignore
        )
        scores = scores.map((score, row) => Math.max(score, lifted[row] as number))
      }
      return scores
    },
  }
}
