import { profitImportance } from '@creditmesh/agency-node/analysis/judgement/profitImportance.ts'
import { type Table, tableOf, takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { fitForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { judgedTrees } from '@creditmesh/agency-node/analysis/trees/judgedTrees.ts'
import { outOfBag } from '@creditmesh/agency-node/analysis/trees/outOfBag.ts'
import { dropCorrelated, pickColumns } from '../dropCorrelated.ts'
import { lgd, roi } from './earnings.ts'
import type { Experiment, ExperimentInput } from './experiment.ts'
import { featureWords, isAboutOthers } from './featureWords.ts'
import type { Importance } from './figures.ts'
import { models } from './models.ts'

export interface Importances {
  /** Fall of the out-of-bag share of right verdicts where a column is permuted. */
  readonly accuracy: readonly Importance[]
  /** Mean profit of the trees with a column less that of those without, as a share of the money lent. */
  readonly profit: readonly Importance[]
  /** Columns whose profit importance is not defined: in every tree, or in none. */
  readonly undefinedByProfit: number
}

/** Share of the columns that each tree of the second forest sees, so that every column is missing from some trees. */
const shareOfColumns = 0.25

/** What matters in model H, by accuracy (the paper's Figure 5) and by profit (Figure 9). */
export function importances(
  input: ExperimentInput,
  { train, test, testLabels, testLoans }: Experiment,
): Importances {
  const all = tableOf(models.H.flatMap((group) => input.groups[group]))
  const table = pickColumns(all, dropCorrelated(all, train))
  const learned = {
    table: takeRows(table, train),
    y: Uint8Array.from(train, (row) => input.y[row] as number),
  }
  const accuracy = byAccuracy(learned, input)
  const forest = fitForest(learned.table, learned.y, {
    seed: input.seed,
    trees: input.trees,
    columnsPerTree: Math.max(1, Math.round(shareOfColumns * table.columns.length)),
  })
  const lent = testLoans.amount.reduce((sum, amount) => sum + amount, 0)
  const byProfit = profitImportance(
    testLabels,
    { ...testLoans, lgd, roi },
    judgedTrees(forest, takeRows(table, test)),
  )
  const profit = [...byProfit].flatMap(([feature, { importance }]) =>
    importance === null ? [] : [{ feature, value: importance / lent }],
  )
  return {
    accuracy: accuracy.map(readable),
    profit: profit.map(readable),
    undefinedByProfit: byProfit.size - profit.length,
  }
}

function readable({ feature, value }: Raw): Importance {
  return { feature: featureWords(feature), isAboutOthers: isAboutOthers(feature), value }
}

type Raw = Omit<Importance, 'isAboutOthers'>

function byAccuracy(
  { table, y }: { readonly table: Table; readonly y: Uint8Array },
  { seed, trees }: ExperimentInput,
): Raw[] {
  const options = { seed, trees }
  const { importance } = outOfBag(fitForest(table, y, options), table, y, options)
  return importance.map(({ name, accuracy }) => ({ feature: name, value: accuracy }))
}
