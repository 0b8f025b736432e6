import { countBothClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import { type Random, randomBelow } from '../random.ts'
import type { Table } from '../table.ts'
import { shapeOf, type TableShape } from '../tableShape.ts'
import { type BinnedTable, binTable } from './binnedTable.ts'
import { cumulate, drawRows, randomOfTree, requireSeed } from './bootstrap.ts'
import { type Grower, giniGrower } from './giniGrower.ts'
import { joinTrees, type TreeNodes } from './nodes.ts'
import { sumsOver, type TreesModel } from './scoreRows.ts'

export interface ForestOptions {
  /** Whole number below 2^32. */
  readonly seed: number
  /** 500 by default. */
  readonly trees?: number
  /** Columns tried in each node; the root of their number, rounded down, by default. */
  readonly mtry?: number
  /**
   * Least number of draws in a leaf; 1 grows trees fully. By default a five-hundredth of the rows, from 3 to 50: shares of
   * bads need leaves that grow with the data (Malley et al. 2012), and ranked better on all four public tables.
   */
  readonly minLeaf?: number
  /** No limit by default. */
  readonly maxDepth?: number
  /** Chance of each row to be drawn, relative to the others. */
  readonly weights?: ArrayLike<number>
  /** Rows drawn for each tree, with replacement; as many as there are by default. */
  readonly draws?: number
  /** Each tree sees only so many columns, drawn for it; all by default. Profit importance needs trees without a column. */
  readonly columnsPerTree?: number
}

/** A random forest (Breiman 2001); its probability is the mean over trees of the share of bads in the leaf. */
export interface ForestModel extends TreesModel {
  readonly kind: 'forest'
}

/** All that growing any one of the trees needs: two threads with the same plan grow the same trees. */
export interface ForestPlan {
  readonly shape: TableShape
  readonly table: BinnedTable
  readonly y: Uint8Array
  readonly options: PlannedOptions
}

export interface PlannedOptions {
  readonly seed: number
  readonly trees: number
  readonly mtry: number
  readonly minLeaf: number
  readonly maxDepth: number
  readonly draws: number
  readonly columnsPerTree: number
  readonly cumulative: Float64Array | null
}

/**
 * Fits a forest on a table and labels (1 bad). Deterministic by the seed. A column constant in training is never split; where
 * all are, every tree is its root. Throws `analysis.one_class`, `analysis.invalid_input`.
 */
export function fitForest(table: Table, y: Labels, options: ForestOptions): ForestModel {
  const plan = planForest(table, y, options)
  const grow = treeGrower(plan)
  const trees = Array.from({ length: plan.options.trees }, (_, tree) => grow(tree))
  return forestOf(plan, trees)
}

/** Checks the input and computes levels and bytes. */
export function planForest(table: Table, y: Labels, options: ForestOptions): ForestPlan {
  const planned = checkForest(table, y, options)
  return {
    shape: shapeOf(table),
    table: binTable(table),
    y: Uint8Array.from(y),
    options: planned,
  }
}

/** The options as they will hold. Throws `analysis.one_class`, `analysis.invalid_input`. */
export function checkForest(table: Table, y: Labels, options: ForestOptions): PlannedOptions {
  requireSameLength(y, { length: table.rows }, 'rows')
  countBothClasses(y)
  return plannedOptions(table, options)
}

/** Grows the trees of a plan by number, in any order. */
export function treeGrower(plan: ForestPlan): (tree: number) => TreeNodes {
  const { table, y, options } = plan
  const grower: Grower = giniGrower(table, y, options)
  return (tree) => {
    const random = randomOfTree(options.seed, tree)
    const counts = bagOf(y.length, options, random)
    return grower.grow(counts, random, drawColumns(random, table.levels.length, options))
  }
}

/** How often each row is in the bag of a tree: 0 is out of bag. */
export function bag(rows: number, options: PlannedOptions, tree: number): Uint32Array {
  return bagOf(rows, options, randomOfTree(options.seed, tree))
}

export function forestOf({ shape, table }: ForestPlan, trees: readonly TreeNodes[]): ForestModel {
  return { kind: 'forest', shape, levels: table.levels, trees: joinTrees(trees) }
}

/** Probability of bad of every row. Throws `model.features_mismatch`. */
export function predictForest(model: ForestModel, table: Table): Float64Array {
  const sums = sumsOver(model, table)
  const trees = model.trees.roots.length - 1
  return sums.map((sum) => sum / trees)
}

function bagOf(rows: number, { draws, cumulative }: PlannedOptions, random: Random): Uint32Array {
  return drawRows(random, rows, { draws, ...(cumulative !== null && { cumulative }) })
}

function drawColumns(random: Random, columns: number, { columnsPerTree }: PlannedOptions) {
  const drawn = Int32Array.from({ length: columns }, (_, column) => column)
  if (columnsPerTree === columns) return drawn
  for (let k = 0; k < columnsPerTree; k++) {
    const at = k + randomBelow(random, columns - k)
    const column = drawn[at] as number
    drawn[at] = drawn[k] as number
    drawn[k] = column
  }
  return drawn.slice(0, columnsPerTree).sort()
}

function plannedOptions({ rows, columns }: Table, options: ForestOptions): PlannedOptions {
  const { seed, weights, trees = 500, minLeaf = leafFor(rows), draws = rows } = options
  if (columns.length === 0) throw invalid('The table has no columns.')
  const { columnsPerTree = columns.length, maxDepth = Infinity } = options
  const { mtry = Math.max(1, Math.floor(Math.sqrt(columnsPerTree))) } = options
  requireSeed(seed)
  requireCount('trees', trees, 2 ** 20)
  requireCount('minLeaf', minLeaf, Infinity)
  requireCount('draws', draws, 2 ** 31)
  requireCount('columnsPerTree', columnsPerTree, columns.length)
  requireCount('mtry', mtry, columns.length)
  if (maxDepth !== Infinity) requireCount('maxDepth', maxDepth, Infinity)
  if (weights !== undefined) requireSameLength(weights, { length: rows }, 'rows')
  const cumulative = weights === undefined ? null : cumulate(weights)
  return { seed, trees, mtry, minLeaf, maxDepth, draws, columnsPerTree, cumulative }
}

function leafFor(rows: number): number {
  return Math.min(50, Math.max(3, Math.round(rows / 500)))
}

export function requireCount(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return
  throw invalid(`The option ${name} is not a whole number from 1 to ${most}.`)
}
