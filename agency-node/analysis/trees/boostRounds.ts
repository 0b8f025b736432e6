import { sigmoid } from '../linear/logistic.ts'
import { type Random, randomBelow, seededRandom } from '../random.ts'
import type { BinnedTable } from './binnedTable.ts'
import type { PlannedBoosting } from './boosting.ts'
import { randomOfTree } from './bootstrap.ts'
import { dealFolds } from './crossValidation.ts'
import { newtonGrower } from './newtonGrower.ts'
import { columnOf, isLeaf, joinTrees, sideOf, type TreeNodes } from './nodes.ts'

/** Adds trees one after another, each a Newton step against the log-loss of those before it. */
export function boostRounds(
  table: BinnedTable,
  y: Uint8Array,
  weights: Float64Array,
  options: PlannedBoosting,
): { readonly trees: TreeNodes; readonly base: number } {
  const held = heldOut(y, options)
  const base = logOdds(y, weights, held)
  const margin = new Float64Array(table.rows).fill(base)
  const gradient = new Float64Array(table.rows)
  const hessian = new Float64Array(table.rows)
  const grower = newtonGrower(table, options)
  const trees: TreeNodes[] = []
  let best = { loss: heldOutLoss(y, weights, margin, held), size: 0 }
  for (let round = 0; round < options.rounds; round++) {
    const random = randomOfTree(options.seed, round)
    derive(y, weights, margin, { gradient, hessian })
    const rows = drawShare(table.rows, options.rowShare, random).filter((row) => held[row] === 0)
    const columns = drawShare(table.columns.length, options.columnShare, random)
    const tree = grower(rows, columns, { gradient, hessian })
    trees.push(tree)
    addTree(tree, table, margin)
    if (options.earlyStopping === null) continue
    const loss = heldOutLoss(y, weights, margin, held)
    if (loss < best.loss) best = { loss, size: trees.length }
    if (trees.length - best.size >= options.earlyStopping.patience) break
  }
  const kept = options.earlyStopping === null ? trees : trees.slice(0, Math.max(1, best.size))
  return { trees: joinTrees(kept), base }
}

/** 1 for rows kept apart to see when to stop: the same share of each class. */
function heldOut(y: Uint8Array, { seed, earlyStopping }: PlannedBoosting): Uint8Array {
  const held = new Uint8Array(y.length)
  if (earlyStopping === null) return held
  const parts = 100
  const fold = dealFolds(y, parts, seededRandom(seed))
  return held.map((_, row) => ((fold[row] as number) < earlyStopping.share * parts ? 1 : 0))
}

function logOdds(y: Uint8Array, weights: Float64Array, held: Uint8Array): number {
  const sums = [0, 0]
  for (let row = 0; row < y.length; row++) {
    if (held[row] === 1) continue
    const label = y[row] as number
    sums[label] = (sums[label] as number) + (weights[row] as number)
  }
  // A class that is wholly held out leaves even odds of half a row.
  return Math.log(Math.max(sums[1] as number, 0.5) / Math.max(sums[0] as number, 0.5))
}

function derive(
  y: Uint8Array,
  weights: Float64Array,
  margin: Float64Array,
  { gradient, hessian }: { readonly gradient: Float64Array; readonly hessian: Float64Array },
): void {
  for (let row = 0; row < y.length; row++) {
    const p = sigmoid(margin[row] as number)
    const weight = weights[row] as number
    gradient[row] = weight * ((y[row] as number) - p)
    hessian[row] = weight * Math.max(p * (1 - p), 1e-16)
  }
}

/** Ascending; at least one. */
function drawShare(size: number, share: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: size }, (_, at) => at)
  const wanted = Math.max(1, Math.round(size * share))
  if (wanted >= size) return all
  for (let k = 0; k < wanted; k++) {
    const at = k + randomBelow(random, size - k)
    const chosen = all[at] as number
    all[at] = all[k] as number
    all[k] = chosen
  }
  return all.slice(0, wanted).sort()
}

function addTree(tree: TreeNodes, { columns }: BinnedTable, margin: Float64Array): void {
  for (let row = 0; row < margin.length; row++) {
    let node = 0
    while (!isLeaf(tree, node)) {
      const level = columns[columnOf(tree, node)]?.[row] as number
      node = (tree.links[2 * node + 1] as number) + sideOf(tree, node, level)
    }
    margin[row] = (margin[row] as number) + (tree.value[node] as number)
  }
}

function heldOutLoss(
  y: Uint8Array,
  weights: Float64Array,
  margin: Float64Array,
  held: Uint8Array,
): number {
  let loss = 0
  for (let row = 0; row < y.length; row++) {
    if (held[row] === 0) continue
    const m = y[row] === 1 ? -(margin[row] as number) : (margin[row] as number)
    loss += (weights[row] as number) * (Math.max(m, 0) + Math.log1p(Math.exp(-Math.abs(m))))
  }
  return loss
}
