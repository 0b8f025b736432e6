import { roc } from '../judgement/roc.ts'
import { invalid, type Labels } from '../labels.ts'
import { randomBelow, seededRandom } from '../random.ts'
import type { Table } from '../table.ts'
import { requireShape } from '../tableShape.ts'
import { binTable } from './binnedTable.ts'
import { bag, checkForest, type ForestModel, type ForestOptions } from './forest.ts'
import { columnOf, isLeaf, sideOf } from './nodes.ts'

/** How good the forest is on the rows that its trees did not see, and how much of it each column carries. */
export interface OutOfBag {
  /** Mean of the trees that did not draw the row; NaN where every tree did. */
  readonly probability: Float64Array
  /** Over the rows that have one. Null where those are of one class. */
  readonly auc: number | null
  readonly importance: readonly ColumnImportance[]
}

export interface ColumnImportance {
  readonly name: string
  /** Mean over the trees of the fall of the share of out-of-bag rows that a tree's majority gets right (Breiman 2001). */
  readonly accuracy: number
  /** Fall of the out-of-bag AUC of the whole forest; null where there is none. Defaults are rare: rather than accuracy, look here. */
  readonly auc: number | null
}

/**
 * Permutes each column among the out-of-bag rows of each tree and looks what is lost. The table, labels and options must be those of
 * the fit: the bags are drawn again. Throws `model.features_mismatch`, `analysis.invalid_input`.
 */
export function outOfBag(
  model: ForestModel,
  table: Table,
  y: Labels,
  options: ForestOptions,
): OutOfBag {
  requireShape(model.shape, table)
  const planned = checkForest(table, y, options)
  if (planned.trees !== model.trees.roots.length - 1) throw invalid('The forest has other options.')
  const { columns } = binTable(table)
  const state: State = {
    model,
    columns,
    y,
    sums: sumsFor(table),
    votes: new Float64Array(table.rows),
  }
  for (let tree = 0; tree < planned.trees; tree++) {
    const counts = bag(table.rows, planned, tree)
    const rows = Uint32Array.from(counts.keys()).filter((row) => counts[row] === 0)
    if (rows.length > 0) addTree(state, tree, rows, planned.seed)
  }
  return judge(state, planned.trees)
}

interface State {
  readonly model: ForestModel
  readonly columns: readonly Uint8Array[]
  readonly y: Labels
  /** Sums over out-of-bag trees: as they are, and with each column permuted (a change to the former). */
  readonly sums: {
    readonly plain: Float64Array
    readonly change: readonly Float64Array[]
    readonly lost: Float64Array
  }
  readonly votes: Float64Array
}

function sumsFor({ rows, columns }: Table): State['sums'] {
  return {
    plain: new Float64Array(rows),
    change: columns.map(() => new Float64Array(rows)),
    lost: new Float64Array(columns.length),
  }
}

function addTree(state: State, tree: number, rows: Uint32Array, seed: number): void {
  const { model, y, sums, votes } = state
  const { paths, own } = walkAll(state, tree, rows)
  let right = 0
  rows.forEach((row, k) => {
    sums.plain[row] = (sums.plain[row] as number) + (own[k] as number)
    votes[row] = (votes[row] as number) + 1
    right += isRight(own[k] as number, y[row] as number)
  })
  for (const column of columnsOf(model, tree)) {
    const others = shuffled(rows, seed, tree, column)
    const change = sums.change[column] as Float64Array
    let permutedRight = 0
    rows.forEach((row, k) => {
      const isAsked = paths[k * state.columns.length + column] === 1
      const share = isAsked
        ? shareOf(state, tree, row, column, others[k] as number)
        : (own[k] as number)
      change[row] = (change[row] as number) + share - (own[k] as number)
      permutedRight += isRight(share, y[row] as number)
    })
    sums.lost[column] = (sums.lost[column] as number) + (right - permutedRight) / rows.length
  }
}

/** The share of each row's leaf, and which columns its path asks for: permuting another cannot move it. */
function walkAll({ model, columns }: State, tree: number, rows: Uint32Array) {
  const { trees } = model
  const paths = new Uint8Array(rows.length * columns.length)
  const own = Float64Array.from(rows, (row, k) => {
    let node = trees.roots[tree] as number
    while (!isLeaf(trees, node)) {
      const at = columnOf(trees, node)
      paths[k * columns.length + at] = 1
      const side = sideOf(trees, node, columns[at]?.[row] as number)
      node = (trees.links[2 * node + 1] as number) + side
    }
    return trees.value[node] as number
  })
  return { paths, own }
}

/** The share of bads in the row's leaf, the value of one column taken from another row. */
function shareOf(
  { model, columns }: State,
  tree: number,
  row: number,
  column: number,
  other: number,
) {
  const { trees } = model
  let node = trees.roots[tree] as number
  while (!isLeaf(trees, node)) {
    const at = columnOf(trees, node)
    const level = columns[at]?.[at === column ? other : row] as number
    node = (trees.links[2 * node + 1] as number) + sideOf(trees, node, level)
  }
  return trees.value[node] as number
}

/** A leaf of even shares votes good. */
function isRight(share: number, label: number): number {
  return share > 0.5 === (label === 1) ? 1 : 0
}

/** Columns that the tree splits by, ascending; permuting another changes nothing. */
export function columnsOf({ trees }: ForestModel, tree: number): number[] {
  const used = new Set<number>()
  const end = trees.roots[tree + 1] as number
  for (let node = trees.roots[tree] as number; node < end; node++) {
    if (!isLeaf(trees, node)) used.add(columnOf(trees, node))
  }
  return [...used].sort((a, b) => a - b)
}

/** The rows in an order that depends on the seed, the tree and the column alone. */
function shuffled(rows: Uint32Array, seed: number, tree: number, column: number): Uint32Array {
  // A stream of its own: those that grow trees have numbers below 2^20 in their upper half.
  const random = seededRandom(
    seed + (2 ** 20 + ((tree * 0x9e35 + column) % (2 ** 20 - 2))) * 2 ** 32,
  )
  const order = rows.slice()
  for (let at = order.length - 1; at > 0; at--) {
    const other = randomBelow(random, at + 1)
    const row = order[at] as number
    order[at] = order[other] as number
    order[other] = row
  }
  return order
}

function judge({ model, y, sums, votes }: State, trees: number): OutOfBag {
  const probability = sums.plain.map((sum, row) => sum / (votes[row] as number))
  const known = Array.from(votes.keys()).filter((row) => (votes[row] as number) > 0)
  const labels = known.map((row) => y[row] as number)
  const hasBoth = labels.includes(0) && labels.includes(1)
  const aucOf = (scoreOf: (row: number) => number) =>
    hasBoth ? roc(labels, known.map(scoreOf)).auc : null
  const auc = aucOf((row) => probability[row] as number)
  const importance = model.shape.map(({ name }, column) => {
    const change = sums.change[column] as Float64Array
    const permuted = aucOf(
      (row) => (probability[row] as number) + (change[row] as number) / (votes[row] as number),
    )
    const lost = auc === null || permuted === null ? null : auc - permuted
    return { name, accuracy: (sums.lost[column] as number) / trees, auc: lost }
  })
  return { probability, auc, importance }
}
