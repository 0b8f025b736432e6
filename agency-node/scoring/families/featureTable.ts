import { type Table, tableOf } from '../../analysis/table.ts'
import { featureCatalogue } from '../featureCatalogue.ts'

/** The columns of the feature catalogue as a table, with its special codes; NaN is missing. */
export function featureTable(columns: readonly Float64Array[]): Table {
  return tableOf(
    featureCatalogue.map(({ name, specials }, at) => ({
      ...{ kind: 'numeric' as const, name, specials },
      values: columns[at] as Float64Array,
    })),
  )
}
