import { fitLr, type LrModel, predictLr } from '../../analysis/linear/lr.ts'
import { type BoostingModel, fitBoosting, predictBoosting } from '../../analysis/trees/boosting.ts'
import { type ForestModel, fitForest, predictForest } from '../../analysis/trees/forest.ts'
import { fitTree, predictTree, type TreeModel } from '../../analysis/trees/tree.ts'
import { type AnyTableFamily, tableFamily } from './tableFamily.ts'

const ownLevel =
  'levels of their own beside the scale; where training saw none, the way of the median'

/** The families over a table. Another one is one more line. */
export const tableFamilies = {
  lr: tableFamily<LrModel>({
    missingRule: 'terms of their own where training saw enough of them, else the typical value',
    fit: (table, y) => fitLr(table, y),
    predict: predictLr,
  }),
  tree: tableFamily<TreeModel>({
    missingRule: ownLevel,
    fit: (table, y, seed) => fitTree(table, y, { seed }),
    predict: predictTree,
  }),
  forest: tableFamily<ForestModel>({
    missingRule: ownLevel,
    fit: (table, y, seed) => fitForest(table, y, { seed }),
    predict: predictForest,
  }),
  boosting: tableFamily<BoostingModel>({
    missingRule: ownLevel,
    fit: (table, y, seed) => fitBoosting(table, y, { seed }),
    predict: predictBoosting,
  }),
} as const satisfies Readonly<Record<string, AnyTableFamily>>

export type TableFamilyName = keyof typeof tableFamilies
