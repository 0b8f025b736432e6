import { countBothClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import { sigmoid } from '../linear/logistic.ts'
import type { Table } from '../table.ts'
import { shapeOf } from '../tableShape.ts'
import { binTable } from './binnedTable.ts'
import { boostRounds } from './boostRounds.ts'
import { requireSeed } from './bootstrap.ts'
import { requireCount } from './forest.ts'
import { sumsOver, type TreesModel } from './scoreRows.ts'

export interface BoostingOptions {
  /** Draws rows and columns of each tree; whole number below 2^32. */
  readonly seed: number
  /** Trees at most. */
  readonly rounds?: number
  /** Shrinkage: the share of each tree's step that is taken. */
  readonly rate?: number
  readonly maxDepth?: number
  /** Least sum of p (1 - p) over the rows of a leaf, p their probability so far; 3 by default. */
  readonly minHessian?: number
  /** Ridge on the steps of the leaves. */
  readonly l2?: number
  /** Share of the rows, and of the columns, that each tree sees. */
  readonly rowShare?: number
  readonly columnShare?: number
  /** Weight of each row. */
  readonly weights?: ArrayLike<number>
  /** Columns (by name) along which the risk may only rise (1) or fall (-1). Quantities alone; missing and special codes are free. */
  readonly monotone?: Readonly<Record<string, 1 | -1>>
  /** Holds out this share of each class; the trees after the least log-loss there are dropped, `patience` rounds after it. */
  readonly earlyStopping?: { readonly share: number; readonly patience: number }
}

/** A sum of trees on the scale of log-odds. */
export interface BoostingModel extends TreesModel {
  readonly kind: 'boosting'
  /** Log-odds before any tree: those of the training rows. */
  readonly base: number
}

export interface PlannedBoosting {
  readonly seed: number
  readonly rounds: number
  readonly rate: number
  readonly maxDepth: number
  readonly minHessian: number
  readonly l2: number
  readonly rowShare: number
  readonly columnShare: number
  /** For each column 1, -1 or 0. */
  readonly monotone: Int8Array
  readonly earlyStopping: { readonly share: number; readonly patience: number } | null
}

/**
 * Gradient boosting of the logistic loss (Friedman 2001) by Newton steps on histograms (Chen and Guestrin 2016).
 * Deterministic by the seed. Throws `analysis.one_class`, `analysis.invalid_input`.
 */
export function fitBoosting(table: Table, y: Labels, options: BoostingOptions): BoostingModel {
  requireSameLength(y, { length: table.rows }, 'rows')
  countBothClasses(y)
  const planned = plannedOptions(table, options)
  const weights = requireWeights(options.weights, y)
  const binned = binTable(table)
  const { trees, base } = boostRounds(binned, Uint8Array.from(y), weights, planned)
  return { kind: 'boosting', shape: shapeOf(table), levels: binned.levels, trees, base }
}

/** Probability of bad of every row. Throws `model.features_mismatch`. */
export function predictBoosting(model: BoostingModel, table: Table): Float64Array {
  const sums = sumsOver(model, table)
  return sums.map((sum) => sigmoid(model.base + sum))
}

function plannedOptions(table: Table, options: BoostingOptions): PlannedBoosting {
  const { seed, rounds = 400, rate = 0.03, maxDepth = 3, minHessian = 3, l2 = 20 } = options
  const { rowShare = 0.5, columnShare = 0.3, monotone = {}, earlyStopping = null } = options
  if (table.columns.length === 0) throw invalid('The table has no columns.')
  requireSeed(seed)
  requireCount('rounds', rounds, 2 ** 20)
  requireCount('maxDepth', maxDepth, 30)
  if (!(l2 >= 0 && minHessian >= 0))
    throw invalid('The options l2 and minHessian may not be negative.')
  for (const [name, share] of Object.entries({ rate, rowShare, columnShare })) {
    if (!(share > 0 && share <= 1))
      throw invalid(`The option ${name} is not above 0 and at most 1.`)
  }
  if (earlyStopping !== null) {
    requireCount('patience', earlyStopping.patience, Infinity)
    if (!(earlyStopping.share > 0 && earlyStopping.share < 1)) {
      throw invalid('The share held out is not between 0 and 1.')
    }
  }
  const shares = { rate, rowShare, columnShare }
  const directions = directionsOf(table, monotone)
  return { seed, rounds, maxDepth, minHessian, l2, ...shares, monotone: directions, earlyStopping }
}

function directionsOf({ columns }: Table, monotone: Readonly<Record<string, 1 | -1>>): Int8Array {
  const wrong = Object.keys(monotone).find(
    (name) => !columns.some((column) => column.name === name && column.kind === 'numeric'),
  )
  if (wrong !== undefined) throw invalid(`There is no numeric column ${wrong} to be monotone.`)
  return Int8Array.from(columns, ({ name }) => monotone[name] ?? 0)
}

function requireWeights(weights: ArrayLike<number> | undefined, y: Labels): Float64Array {
  if (weights === undefined) return new Float64Array(y.length).fill(1)
  requireSameLength(y, weights, 'weights')
  const sums = [0, 0]
  const checked = Float64Array.from(weights, (weight, row) => {
    if (!(weight >= 0 && weight < Infinity)) throw invalid(`The weight of row ${row} is negative.`)
    sums[y[row] as number] = (sums[y[row] as number] as number) + weight
    return weight
  })
  if (sums[0] === 0 || sums[1] === 0) throw invalid('The weights of one class are all 0.')
  return checked
}
