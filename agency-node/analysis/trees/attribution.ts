import { columnOf, isLeaf, type TreeNodes } from './nodes.ts'
import type { TreesModel } from './scoreRows.ts'

/** The names of the columns that any tree splits by, in the order of the model. */
export function usedColumns({ shape, trees }: TreesModel): string[] {
  const used = new Set<number>()
  for (let node = 0; node < trees.value.length; node++) {
    if (!isLeaf(trees, node)) used.add(columnOf(trees, node))
  }
  return shape.filter((_, column) => used.has(column)).map(({ name }) => name)
}

/** The mean of what a tree says over its training rows. */
export function meanOfTree(trees: TreeNodes, root: number): number {
  const { value, cover, links } = trees
  if (isLeaf(trees, root)) return value[root] as number
  let sum = 0
  const stack = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const child = links[2 * node + 1] as number
    if (child === node)
      sum += (value[node] as number) * ((cover[node] as number) / (cover[root] as number))
    else stack.push(child + 1, child)
  }
  return sum
}

/** What one prediction is made of: `base` and `parts` (one a column) add up to the sum over the trees, but for rounding. */
export interface Attribution {
  readonly base: number
  readonly parts: Float64Array
}
