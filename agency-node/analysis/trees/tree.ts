import { countBothClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import { seededRandom } from '../random.ts'
import type { Table } from '../table.ts'
import { shapeOf } from '../tableShape.ts'
import { binTable } from './binnedTable.ts'
import { requireSeed } from './bootstrap.ts'
import { aucByPrice, dealFolds } from './crossValidation.ts'
import { requireCount } from './forest.ts'
import { giniGrower } from './giniGrower.ts'
import type { TreeNodes } from './nodes.ts'
import { pruneAt, pruningPrices } from './pruning.ts'
import { sumsOver, type TreesModel } from './scoreRows.ts'

export interface TreeOptions {
  /** Deals the rows to the folds; whole number below 2^32. */
  readonly seed: number
  /** Ten by default. */
  readonly folds?: number
  /** Least rows of a node that is split, 30 by default, and of a leaf, 15. */
  readonly minSplit?: number
  readonly minLeaf?: number
  readonly maxDepth?: number
  /**
   * `best`, the default: the size with the highest AUC; `oneStandardError`: the smallest whose AUC is within one standard
   * error of it (Breiman et al. 1984, 3.4.3), shorter to tell, coarser in ranking.
   */
  readonly rule?: 'best' | 'oneStandardError'
}

/** What cross-validation found for the tree pruned at this price a leaf. */
export interface PrunedSize {
  readonly price: number
  /** Mean over the folds. */
  readonly auc: number
  readonly standardError: number
}

/** One pruned tree (CART); its probability is the share of bads among the leaf's training rows. */
export interface TreeModel extends TreesModel {
  readonly kind: 'tree'
  /** The price chosen, and all that were compared, ascending. */
  readonly price: number
  readonly sizes: readonly PrunedSize[]
}

/**
 * Grows a tree by the Gini impurity and prunes it by cost and complexity; the price is chosen by the AUC in stratified
 * cross-validation on the training rows alone. With fewer bads or goods than folds there are as many folds as those, and
 * with one alone no split can be tested: the tree is its root. Throws `analysis.one_class`, `analysis.invalid_input`.
 */
export function fitTree(table: Table, y: Labels, options: TreeOptions): TreeModel {
  const { seed, folds = 10, minSplit = 30, minLeaf = 15, maxDepth = 30, rule = 'best' } = options
  requireSameLength(y, { length: table.rows }, 'rows')
  const { good, bad } = countBothClasses(y)
  requireSeed(seed)
  requireCount('minSplit', minSplit, Infinity)
  requireCount('minLeaf', minLeaf, Infinity)
  requireCount('maxDepth', maxDepth, 1000)
  if (!(folds >= 2 && folds <= 255)) throw invalid('The number of folds is not from 2 to 255.')
  const binned = binTable(table)
  const random = seededRandom(seed)
  const mtry = Math.max(1, table.columns.length)
  const labels = Uint8Array.from(y)
  const grower = giniGrower(binned, labels, { mtry, minLeaf, minSplit, maxDepth })
  const full = grower.grow(new Uint8Array(table.rows).fill(1), random)
  const nodePrices = pruningPrices(full)
  const fold = dealFolds(y, Math.min(folds, good, bad), random)
  const growOn = (rows: ArrayLike<number>) => grower.grow(rows, random)
  const sizes = compareSizes(candidates(nodePrices), fold, { y, columns: binned.columns, growOn })
  const price = sizes.length === 0 ? Infinity : choose(sizes, rule)
  const trees = pruneAt(full, nodePrices, price)
  return { kind: 'tree', shape: shapeOf(table), levels: binned.levels, trees, price, sizes }
}

/** Judges each price on every fold by trees grown on the others. None where there are no two folds. */
function compareSizes(
  prices: readonly number[],
  fold: Uint8Array,
  data: {
    readonly y: Labels
    readonly columns: readonly Uint8Array[]
    readonly growOn: (rows: ArrayLike<number>) => TreeNodes
  },
): PrunedSize[] {
  const folds = new Set(fold).size
  if (folds < 2) return []
  const byFold = Array.from({ length: folds }, (_, held) => {
    const tree = data.growOn(fold.map((of) => (of === held ? 0 : 1)))
    const rows = Array.from(fold.keys()).filter((row) => fold[row] === held)
    return aucByPrice(tree, pruningPrices(tree), prices, { ...data, rows })
  })
  return prices.map((price, k) => {
    const aucs = byFold.map((auc) => auc[k] as number)
    const auc = aucs.reduce((sum, of) => sum + of, 0) / folds
    const variance = aucs.reduce((sum, of) => sum + (of - auc) ** 2, 0) / (folds - 1)
    return { price, auc, standardError: Math.sqrt(variance / folds) }
  })
}

/** Probability of bad of every row. Throws `model.features_mismatch`. */
export function predictTree(model: TreeModel, table: Table): Float64Array {
  return sumsOver(model, table)
}

/** At most so many sizes are compared, spread evenly over all that weakest-link pruning gives. */
const MOST_SIZES = 60

/** 0, and between each two neighbouring prices of the full tree their geometric mean (Breiman et al. 1984, 3.4.2). */
function candidates(nodePrices: Float64Array): number[] {
  const distinct = [...new Set(nodePrices)].filter(Number.isFinite).sort((a, b) => a - b)
  const means = distinct.map((price, k) => Math.sqrt(price * (distinct[k + 1] ?? price)))
  const all = [...new Set([0, ...means])].sort((a, b) => a - b)
  const stride = Math.max(1, (all.length - 1) / (MOST_SIZES - 1))
  const kept = Math.min(all.length, MOST_SIZES)
  return Array.from({ length: kept }, (_, k) => all[Math.round(k * stride)] as number)
}

/** The larger price, that is the smaller tree, of equals. */
function choose(sizes: readonly PrunedSize[], rule: 'best' | 'oneStandardError'): number {
  const best = sizes.reduce((most, size) => (size.auc >= most.auc ? size : most))
  if (rule === 'best') return best.price
  const limit = best.auc - best.standardError
  return sizes.findLast(({ auc }) => auc >= limit)?.price ?? best.price
}
