import { invalid } from '../labels.ts'
import { randomBelow, seededRandom } from '../random.ts'
import type { Computation } from './computation.ts'
import { chooseCuts, countOnGrid, gridCells } from './globalCuts.ts'
import {
  countLevel,
  type GrowingTree,
  levelLength,
  type OpenNode,
  type PlainTree,
  splitLevel,
} from './jointTrees.ts'

export interface ForestShape {
  readonly trees: number
  readonly depth: number
  readonly bins: number
  readonly columnsPerNode: number
  readonly minLeaf: number
  readonly seed: number
}

export interface JointForest {
  readonly kind: 'forest'
  readonly columns: number
  readonly trees: readonly PlainTree[]
  readonly rounds: number
}

/** The most numbers that an answer of such a forest can hold. */
export function forestLength(columns: number, shape: ForestShape): number {
  const perNode = Math.min(columns, shape.columnsPerNode) * shape.bins * 2
  return Math.max(columns * gridCells, shape.trees * 2 ** (shape.depth - 1) * perNode)
}

/**
 * A forest grown on the sums of all parties' counts: first the cuts, from counts on a grid that is the same everywhere,
 * then all trees level by level from the classes in each (node, column, bin). With cuts and row weights given it is the
 * forest of the pooled rows, split for split: sums of counts are exact. Every level is one round of all parties.
 */
export function jointForest(columns: number, shape: ForestShape): Computation<JointForest> {
  if (!(columns > 0)) throw invalid('A forest needs a column.')
  return {
    isFinished: false,
    kind: 'count',
    length: columns * gridCells,
    asks: 'rows in each cell of a fixed grid, for each column',
    answer: ({ x }) => countOnGrid(x),
    advance(sum) {
      const cuts = Array.from({ length: columns }, (_, column) =>
        chooseCuts(sum.subarray(column * gridCells, (column + 1) * gridCells), {
          bins: shape.bins,
          minRows: shape.minLeaf,
        }),
      )
      return plant(cuts, shape)
    },
  }
}

/** The forest once its cuts are known; apart, because a pooled forest with the same cuts must be the same. */
export function plant(
  cuts: readonly (readonly number[])[],
  shape: ForestShape,
): Computation<JointForest> {
  const usable = cuts.flatMap((own, column) => (own.length > 0 ? [column] : []))
  if (usable.length === 0) throw invalid('No column has two classes that are large enough.')
  const trees = Array.from({ length: shape.trees }, (): GrowingTree => ({ nodes: [null] }))
  const open = trees.map((_, tree) => openNode({ tree, node: 0 }, { usable, shape }))
  return grow({ cuts, usable, shape, trees, open, level: 0 })
}

interface Growing {
  readonly cuts: readonly (readonly number[])[]
  readonly usable: readonly number[]
  readonly shape: ForestShape
  readonly trees: readonly GrowingTree[]
  readonly open: readonly OpenNode[]
  readonly level: number
}

function grow(state: Growing): Computation<JointForest> {
  const { cuts, shape, trees, open, level } = state
  if (open.length === 0) {
    const plain = trees.map(({ nodes }) => plainTree(nodes))
    const result = {
      kind: 'forest',
      columns: cuts.length,
      trees: plain,
      rounds: level + 1,
    } as const
    return { isFinished: true, result }
  }
  return {
    isFinished: false,
    kind: 'count',
    length: levelLength(open, cuts),
    asks: `weighted goods and bads in each bin of some columns at ${open.length} nodes of depth ${level}`,
    answer: (data) => countLevel({ cuts, trees, open }, data),
    advance(sum) {
      const canGrow = level + 1 < shape.depth
      const next = splitLevel({ cuts, trees, open }, sum, { minLeaf: shape.minLeaf, canGrow })
      const opened = next.open.map((node) => openNode(node, state))
      return grow({ ...state, trees: next.trees, open: opened, level: level + 1 })
    },
  }
}

/** Which columns a node may use follows from the agreement's seed alone. */
function openNode(
  { tree, node }: { readonly tree: number; readonly node: number },
  { usable, shape }: Pick<Growing, 'usable' | 'shape'>,
): OpenNode {
  const random = seededRandom(shape.seed * 2 ** 20 + tree * 2 ** 10 + node)
  const pool = [...usable]
  const count = Math.min(shape.columnsPerNode, pool.length)
  for (let at = 0; at < count; at++) {
    const other = at + randomBelow(random, pool.length - at)
    const chosen = pool[other] as number
    pool[other] = pool[at] as number
    pool[at] = chosen
  }
  return { tree, node, columns: pool.slice(0, count).sort((a, b) => a - b) }
}

function plainTree(nodes: GrowingTree['nodes']): PlainTree {
  const settled = nodes.map((node) => node ?? { value: 0 }) // no node is left open at the end
  return {
    column: settled.map((node) => ('column' in node ? node.column : -1)),
    cut: settled.map((node) => ('column' in node ? node.cut : 0)),
    left: settled.map((node) => ('column' in node ? node.left : 0)),
    value: settled.map((node) => ('column' in node ? 0 : node.value)),
  }
}
