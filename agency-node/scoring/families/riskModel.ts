import type { Cell } from '../../analysis/scorecard/binning.ts'
import type { FeatureLoss, ReasonName } from '../../analysis/scorecard/reasonCodes.ts'

export interface FeaturePoints {
  readonly feature: string
  readonly value: Cell
  /** What the value adds to the score: exactly, in a scorecard; as attributed and rounded, in other families. */
  readonly points: number
  /** The most that anyone gets for the feature in a scorecard; 0, the typical person's, in other families. */
  readonly best: number
}

/** What a feature cost the person, under the name of the reason whose sentence is true of her. */
export interface ToldLoss extends FeatureLoss {
  readonly feature: string
}

/** One person's values, judged. */
export interface Judgement {
  /** Whole points on the model's scale. */
  readonly score: number
  /** Of that score: score and probability never disagree. */
  readonly probabilityOfDefault: number
  /** Points of the typical person, to which the others add. */
  readonly basePoints: number
  /** In the order of the model's features. */
  readonly perFeature: readonly FeaturePoints[]
  readonly lifts: readonly { readonly family: string; readonly points: number }[]
  readonly reasons: readonly ReasonName[]
  /** What the reasons were ranked from. */
  readonly losses: readonly ToldLoss[]
}

/** A model of any family, ready to judge. Values stand in the order of the feature catalogue. Pure. */
export interface RiskModel {
  judge(values: readonly Cell[]): Judgement
  /** The scores alone, of rows of columns in the same order (NaN is missing): the same numbers as `judge` gives. */
  scoreRows(columns: readonly Float64Array[], rows: Uint32Array): Int32Array
}
