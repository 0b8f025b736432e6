import type { Cell } from '../../analysis/scorecard/binning.ts'
import type { Table } from '../../analysis/table.ts'
import { featureNames } from '../featureCatalogue.ts'
import { featureTable } from './featureTable.ts'
import type { AnyTableFamily } from './tableFamily.ts'

/** What each feature adds to the risk of one person, in the order of the catalogue; more is riskier. */
export type Attribute = (row: Table, values: readonly Cell[]) => Float64Array

/** The family's own attributions, or what changes when a feature takes the typical person's value. */
export function attributionsOf(
  family: AnyTableFamily,
  fitted: unknown,
  typical: readonly Cell[],
): Attribute {
  if (family.attribute !== undefined)
    return (row) => family.attribute?.(fitted, row) as Float64Array
  const predict = (table: Table) => family.predict(fitted, table)
  return (_, values) => occlude(predict, values, typical)
}

/**
 * Occlusion: the log-odds of the person less those of the same person with one feature typical. In a regression without
 * interactions that is the feature's own part. One table of as many rows as features differ.
 */
function occlude(
  predict: (table: Table) => Float64Array,
  values: readonly Cell[],
  typical: readonly Cell[],
): Float64Array {
  const differs = featureNames.flatMap((_, at) => (values[at] === typical[at] ? [] : [at]))
  const columns = featureNames.map((_, column) =>
    Float64Array.from({ length: differs.length + 1 }, (_, row) => {
      const isReplaced = row > 0 && differs[row - 1] === column
      return (isReplaced ? typical[column] : values[column]) ?? Number.NaN
    }),
  )
  const [own = 0, ...without] = Array.from(predict(featureTable(columns)), logOdds)
  const parts = new Float64Array(featureNames.length)
  differs.forEach((column, at) => {
    parts[column] = own - (without[at] as number)
  })
  return parts
}

// Beyond this no difference of odds is worth telling, and a share of 0 or 1 has none.
const edge = 1e-6

function logOdds(probability: number): number {
  const p = Math.min(1 - edge, Math.max(edge, probability))
  return Math.log(p / (1 - p))
}
