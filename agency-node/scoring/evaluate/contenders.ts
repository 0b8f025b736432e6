import type { Labels } from '../../analysis/labels.ts'
import { fitLr, predictLr } from '../../analysis/linear/lr.ts'
import { fitTableCard, predictTableCard } from '../../analysis/scorecard/tableScorecard.ts'
import type { Table } from '../../analysis/table.ts'
import { fitBoosting, predictBoosting } from '../../analysis/trees/boosting.ts'
import { fitTree, predictTree } from '../../analysis/trees/tree.ts'
import { fitForestInThreads, predictForestInThreads } from '../trees/forestInThreads.ts'
import type { TreePool } from '../trees/treePool.ts'

/** What one family is given to learn from and to be asked about. */
export interface Contest {
  readonly train: Table
  readonly y: Labels
  readonly test: Table
  readonly seed: number
  /** Of the forest. */
  readonly trees: number
  readonly pool: TreePool
  readonly signal?: AbortSignal
}

/** Fits on the training rows and gives the probability of bad of each test row. */
export type Contender = (contest: Contest) => Promise<Float64Array>

/** Every family over a table, behind one interface. */
export const contenders = {
  lr: async ({ train, y, test }) => predictLr(fitLr(train, y), test),
  tree: async ({ train, y, test, seed }) => predictTree(fitTree(train, y, { seed }), test),
  forest: async ({ train, y, test, seed, trees, pool, signal }) => {
    const running = signal === undefined ? {} : { signal }
    const model = await fitForestInThreads(pool, train, y, { seed, trees, ...running })
    return predictForestInThreads(pool, model, test, running)
  },
  scorecard: async ({ train, y, test }) => predictTableCard(fitTableCard(train, y), test),
  boosting: async ({ train, y, test, seed }) =>
    predictBoosting(fitBoosting(train, y, { seed }), test),
} as const satisfies Readonly<Record<string, Contender>>

export type FamilyName = keyof typeof contenders
export const familyNames = Object.keys(contenders) as FamilyName[] // its own keys
