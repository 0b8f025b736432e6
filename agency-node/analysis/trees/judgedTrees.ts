import { invalid } from '../labels.ts'
import type { Table } from '../table.ts'
import { requireShape } from '../tableShape.ts'
import { binRows } from './binnedTable.ts'
import type { ForestModel } from './forest.ts'
import { columnsOf } from './outOfBag.ts'
import { leafOf } from './walk.ts'

/** One tree as `profitImportance` judges it. */
export interface TreeOpinion {
  readonly features: readonly string[]
  /** 1 where the leaf's share of bads exceeds the cut-off. */
  readonly predicted: Uint8Array
}

/**
 * The columns and the verdicts of each tree. Fully grown trees ask for nearly every column, and no tree is without one: fit with
 * `columnsPerTree` (or a `maxDepth`) for importances that are defined. Throws `model.features_mismatch`.
 */
export function judgedTrees(model: ForestModel, table: Table, cutoff = 0.5): TreeOpinion[] {
  requireShape(model.shape, table)
  if (!(cutoff >= 0 && cutoff <= 1)) throw invalid('The cut-off is not from 0 to 1.')
  const { trees, levels, shape } = model
  const bytes = binRows(levels, table)
  return Array.from({ length: trees.roots.length - 1 }, (_, tree) => {
    const root = trees.roots[tree] as number
    const predicted = Uint8Array.from({ length: table.rows }, (_, row) => {
      const leaf = leafOf(trees, root, bytes, row * levels.length)
      return (trees.value[leaf] as number) > cutoff ? 1 : 0
    })
    return {
      features: columnsOf(model, tree).map((column) => shape[column]?.name ?? ''),
      predicted,
    }
  })
}
