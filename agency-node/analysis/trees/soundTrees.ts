import { MeshError } from '@creditmesh/sdk/errors.ts'
import { MAX_LEVELS } from './levels.ts'
import { MASK_WORDS } from './nodes.ts'
import type { TreesModel } from './scoreRows.ts'

/**
 * Refuses trees on which a walk would leave the arrays, the columns or never end: for models read from a file. Children come after
 * their parents, inside their tree. Throws `model.invalid`.
 */
export function requireSoundTrees({ shape, levels, trees }: TreesModel): void {
  const { roots, links, masks, value, cover } = trees
  const size = value.length
  if (levels.length !== shape.length) throw unsound('levels of other columns')
  if (levels.some((of) => of.kind === 'numeric' && of.cuts.length >= MAX_LEVELS)) {
    throw unsound('more levels than a byte')
  }
  if (links.length !== 2 * size || cover.length !== size) throw unsound('arrays of other lengths')
  if (masks.length % MASK_WORDS !== 0) throw unsound('half a mask')
  if (roots.length < 2 || roots[0] !== 0 || roots.at(-1) !== size) throw unsound('nodes of no tree')
  for (let tree = 0; tree + 1 < roots.length; tree++) {
    const end = roots[tree + 1] as number
    if (!(end > (roots[tree] as number))) throw unsound(`an empty tree ${tree}`)
    for (let node = roots[tree] as number; node < end; node++)
      requireNode(trees, node, end, shape.length)
  }
}

function requireNode(
  { links, masks, value, cover }: TreesModel['trees'],
  node: number,
  end: number,
  columns: number,
): void {
  const test = links[2 * node] as number
  const child = links[2 * node + 1] as number
  const column = test >= 0 ? test >> 8 : masks[~test * MASK_WORDS]
  if (column === undefined || column < 0 || column >= columns) throw unsound('an unknown column')
  if (child !== node && !(child > node && child + 1 < end)) throw unsound('a child out of place')
  if (child === node && (test & 255) !== 255) throw unsound('a leaf that asks')
  if (child === node && test < 0) throw unsound('a leaf that asks')
  if (!Number.isFinite(value[node]) || !((cover[node] as number) > 0)) throw unsound('no number')
}

function unsound(what: string): MeshError {
  return new MeshError('model.invalid', { detail: `The trees hold ${what}.` })
}
