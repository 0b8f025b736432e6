import type { Table } from '../table.ts'
import { requireShape, type TableShape } from '../tableShape.ts'
import { binRows } from './binnedTable.ts'
import type { ColumnLevels } from './levels.ts'
import type { TreeNodes } from './nodes.ts'
import { sumOfRow, sumTrees } from './walk.ts'

/** What the forest, the pruned tree and boosting have in common. */
export interface TreesModel {
  readonly shape: TableShape
  readonly levels: readonly ColumnLevels[]
  readonly trees: TreeNodes
}

/** Sum over the trees for every row. Throws `model.features_mismatch`. */
export function sumsOver({ shape, levels, trees }: TreesModel, table: Table): Float64Array {
  requireShape(shape, table)
  const rows = { levels: binRows(levels, table), stride: levels.length }
  const sums = new Float64Array(table.rows)
  if (table.rows === 1) sums[0] = sumOfRow(trees, rows, 0)
  else sumTrees(trees, rows, sums)
  return sums
}
