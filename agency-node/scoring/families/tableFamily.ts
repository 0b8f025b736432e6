import type { Labels } from '../../analysis/labels.ts'
import type { Table } from '../../analysis/table.ts'

/** A family of models over the columns of a table: what it takes to train, keep and use one. */
export interface TableFamily<Model> {
  /** How it treats what is missing and what is a code; said in the artefact. */
  readonly missingRule: string
  fit(table: Table, y: Labels, seed: number): Model
  /** Refuses a model read from a file that predicting would stumble over. Throws `model.invalid`. */
  requireSound?(model: Model): void
  /** Probability of bad of each row. Throws `model.features_mismatch`. */
  predict(model: Model, table: Table): Float64Array
  /** What each column of one row adds to the probability of bad, in whatever unit; by occlusion where absent. */
  attribute?(model: Model, row: Table): Float64Array
}

/** A family whose model's type only it knows. */
export type AnyTableFamily = TableFamily<unknown>

export function tableFamily<Model>(family: TableFamily<Model>): AnyTableFamily {
  // Only what `fit` gave, or what was read from JSON that it gave, comes back to the family.
  return family as AnyTableFamily
}
