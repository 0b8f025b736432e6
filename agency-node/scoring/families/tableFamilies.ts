import { fitLr, type LrModel, predictLr } from '../../analysis/linear/lr.ts'
import { type BoostingModel, fitBoosting, predictBoosting } from '../../analysis/trees/boosting.ts'
import { type ForestModel, fitForest, predictForest } from '../../analysis/trees/forest.ts'
import { pathParts } from '../../analysis/trees/pathAttribution.ts'
import { requireSoundTrees } from '../../analysis/trees/soundTrees.ts'
import { fitTree, predictTree, type TreeModel } from '../../analysis/trees/tree.ts'
import { shapleyOfRow } from '../../analysis/trees/treeShap.ts'
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
    requireSound: requireSoundTrees,
    predict: predictTree,
    attribute: (model, row) => shapleyOfRow(model, row).parts,
  }),
  forest: tableFamily<ForestModel>({
    missingRule: ownLevel,
    fit: (table, y, seed) => fitForest(table, y, { seed }),
    requireSound: requireSoundTrees,
    predict: predictForest,
    // Shapley values of hundreds of deep trees would take longer than a score may.
    attribute: (model, row) => pathParts(model, row).parts,
  }),
  boosting: tableFamily<BoostingModel>({
    missingRule: ownLevel,
    fit: (table, y, seed) => fitBoosting(table, y, { seed }),
    requireSound: requireSoundTrees,
    predict: predictBoosting,
    attribute: (model, row) => pathParts(model, row).parts,
  }),
} as const satisfies Readonly<Record<string, AnyTableFamily>>

export type TableFamilyName = keyof typeof tableFamilies
