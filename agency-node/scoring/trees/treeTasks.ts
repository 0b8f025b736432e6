import type { Column, Table } from '../../analysis/table.ts'
import { binRows } from '../../analysis/trees/binnedTable.ts'
import { type ForestPlan, treeGrower } from '../../analysis/trees/forest.ts'
import { type ColumnLevels, fitLevels, writeLevels } from '../../analysis/trees/levels.ts'
import type { TreeNodes } from '../../analysis/trees/nodes.ts'
import { sumTrees } from '../../analysis/trees/walk.ts'
import { type BlockWalk, blockWalk } from './blockWalk.ts'

/** The work that threads share, by name: what is told them once for a run, one task, and its result. */
export interface Work {
  /** Levels of some columns, their bytes written to shared memory. */
  readonly bin: {
    readonly setup: { readonly rows: number; readonly bytes: Uint8Array }
    readonly task: { readonly at: number; readonly columns: readonly Column[] }
    readonly result: readonly ColumnLevels[]
  }
  /** Some trees of a forest, by their numbers. */
  readonly grow: {
    readonly setup: ForestPlan
    readonly task: readonly number[]
    readonly result: readonly TreeNodes[]
  }
  /** The sums over all trees for some rows. */
  readonly sum: {
    readonly setup: { readonly trees: TreeNodes; readonly levels: readonly ColumnLevels[] }
    readonly task: Table
    readonly result: Float64Array
  }
}

export type WorkName = keyof Work

type Starters = {
  readonly [Name in WorkName]: (
    setup: Work[Name]['setup'],
  ) => (task: Work[Name]['task']) => Work[Name]['result']
}

/** Makes ready for the tasks of a run. */
export const startWork: Starters = {
  bin:
    ({ rows, bytes }) =>
    ({ at, columns }) =>
      columns.map((column, k) => {
        const levels = fitLevels(column)
        writeLevels(levels, column, bytes, { at: (at + k) * rows })
        return levels
      }),
  grow: (plan) => {
    const grow = treeGrower(plan)
    return (trees) => trees.map(grow)
  },
  sum: ({ trees, levels }) => blockWalk(trees, levels) ?? plainWalk(trees, levels),
}

/** Where there is no WebAssembly: the same sums. */
function plainWalk(trees: TreeNodes, levels: readonly ColumnLevels[]): BlockWalk {
  return (table) => {
    const sums = new Float64Array(table.rows)
    sumTrees(trees, { levels: binRows(levels, table), stride: levels.length }, sums)
    return sums
  }
}
