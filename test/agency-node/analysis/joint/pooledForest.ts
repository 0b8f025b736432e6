import {
  chooseCuts,
  countOnGrid,
  gridCells,
} from '@creditmesh/agency-node/analysis/joint/globalCuts.ts'
import type { ForestShape } from '@creditmesh/agency-node/analysis/joint/jointForest.ts'
import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'

interface Pool {
  readonly rows: readonly (readonly number[])[]
  readonly y: readonly number[]
  readonly weightsOf: (tree: number) => readonly number[]
  readonly shape: ForestShape
}

interface Member {
  readonly row: readonly number[]
  readonly label: number
  readonly weight: number
}

/** The forest of all rows at one place, slowly: every candidate split is made, every side counted by its rows. */
export function growPooled(pool: Pool) {
  const { rows, shape } = pool
  const counts = countOnGrid(designMatrix(rows))
  const cuts = (rows[0] ?? []).map((_, column) =>
    chooseCuts(counts.subarray(column * gridCells, (column + 1) * gridCells), {
      bins: shape.bins,
      minRows: shape.minLeaf,
    }),
  )
  return Array.from({ length: shape.trees }, (_, tree) => growTree(tree, cuts, pool))
}

function growTree(
  tree: number,
  cuts: readonly (readonly number[])[],
  { rows, y, weightsOf, shape }: Pool,
) {
  const weights = weightsOf(tree)
  const all = rows.map((row, at) => ({ row, label: y[at] ?? 0, weight: weights[at] ?? 0 }))
  const plain = { column: [-1], cut: [0], left: [0], value: [0] }
  let level = [{ node: 0, members: all }]
  for (let depth = 0; depth <= shape.depth; depth++) {
    const next: typeof level = []
    for (const { node, members } of level) {
      const split = depth === shape.depth ? null : bestSplit(members, { tree, node, cuts, shape })
      plain.value[node] = split === null ? shareOf(members) : 0
      if (split === null) continue
      Object.assign(plain.column, { [node]: split.column })
      Object.assign(plain.cut, { [node]: split.cut })
      Object.assign(plain.left, { [node]: plain.column.length })
      for (const side of split.sides) {
        next.push({ node: plain.column.length, members: side })
        plain.column.push(-1)
        plain.cut.push(0)
        plain.left.push(0)
        plain.value.push(0)
      }
    }
    level = next
  }
  return plain
}

interface Place {
  readonly tree: number
  readonly node: number
  readonly cuts: readonly (readonly number[])[]
  readonly shape: ForestShape
}

function bestSplit(members: readonly Member[], { tree, node, cuts, shape }: Place) {
  const [goods, bads] = countOf(members)
  const size = goods + bads
  if (node !== 0 && (goods === 0 || bads === 0 || size < 2 * shape.minLeaf)) return null
  let best = purity(members) * (1 + 1e-12)
  let split = null
  for (const column of columnsOf({ tree, node, cuts, shape })) {
    for (const cut of cuts[column] ?? []) {
      const low = members.filter(({ row }) => (row[column] ?? 0) <= cut)
      const high = members.filter(({ row }) => (row[column] ?? 0) > cut)
      const isLarge = [low, high].every((side) => sum(countOf(side)) >= shape.minLeaf)
      if (!isLarge || purity(low) + purity(high) <= best) continue
      best = purity(low) + purity(high)
      split = { column, cut, sides: [low, high] }
    }
  }
  return split
}

function columnsOf({ tree, node, cuts, shape }: Place): number[] {
  const random = seededRandom(shape.seed * 2 ** 20 + tree * 2 ** 10 + node)
  const pool = cuts.flatMap((own, column) => (own.length > 0 ? [column] : []))
  const chosen: number[] = []
  for (let at = 0; at < Math.min(shape.columnsPerNode, pool.length); at++) {
    const other = at + randomBelow(random, pool.length - at)
    const [mine = 0, theirs = 0] = [pool[at], pool[other]]
    pool[at] = theirs
    pool[other] = mine
    chosen.push(theirs)
  }
  return chosen.sort((a, b) => a - b)
}

function countOf(members: readonly Member[]): [number, number] {
  const counts: [number, number] = [0, 0]
  for (const { label, weight } of members) counts[label === 1 ? 1 : 0] += weight
  return counts
}

function purity(members: readonly Member[]): number {
  const [goods, bads] = countOf(members)
  return goods + bads === 0 ? 0 : (goods * goods + bads * bads) / (goods + bads)
}

function shareOf(members: readonly Member[]): number {
  const [goods, bads] = countOf(members)
  return goods + bads === 0 ? 0 : bads / (goods + bads)
}

function sum([a, b]: readonly [number, number]): number {
  return a + b
}
