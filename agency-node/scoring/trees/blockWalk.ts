import type { Column, Table } from '../../analysis/table.ts'
import { type ColumnLevels, writeLevels } from '../../analysis/trees/levels.ts'
import { MASK_WORDS, type TreeNodes } from '../../analysis/trees/nodes.ts'
import { LANES, walkModule } from './walkModule.ts'

/** Sums over all trees of what the leaves say, for every row: trees in ascending order, what `sumTrees` gives bit for bit. */
export type BlockWalk = (table: Table) => Float64Array

/** Bytes of the rows that go down one tree before the next: they stay in the second cache, and the tree in the first. */
const BLOCK_BYTES = 2 ** 20

/** Walks in WebAssembly, about three times as fast as `sumTrees`; null where there is none or the forest is too large for it. */
export function blockWalk(trees: TreeNodes, levels: readonly ColumnLevels[]): BlockWalk | null {
  const group = LANES * levels.length
  const groups = Math.max(1, Math.floor(BLOCK_BYTES / group))
  const places = placesOf(trees, group * groups, groups)
  const isFitting = group <= 2 ** 24 && places.end <= 2 ** 32 - 2 ** 16
  if (typeof WebAssembly === 'undefined' || !isFitting) return null
  const memory = new WebAssembly.Memory({ initial: Math.ceil(places.end / 2 ** 16) })
  writeTrees(trees, memory.buffer, places)
  const walk = walkIn(memory, trees)
  const bytes = new Uint8Array(memory.buffer, places.rows, group * groups)
  const sums = new Float64Array(memory.buffer, places.sums, LANES * groups)
  return (table) => {
    const out = new Float64Array(table.rows)
    for (let from = 0; from < table.rows; from += sums.length) {
      const to = Math.min(table.rows, from + sums.length)
      writeBlock(table, levels, [from, to], bytes)
      sums.fill(0)
      const last = places.rows + group * Math.ceil((to - from) / LANES)
      for (let tree = 0; tree + 1 < trees.roots.length; tree++) {
        const root = trees.roots[tree] as number
        walk(root, places.rows, last, group, places.sums, places.values, places.turns)
      }
      out.set(sums.subarray(0, to - from), from)
    }
    return out
  }
}

type Walk = (...addresses: [root: number, ...number[]]) => void

function walkIn(memory: WebAssembly.Memory, { masks }: TreeNodes): Walk {
  const module = new WebAssembly.Module(walkModule({ hasMasks: masks.length > 0 }))
  const { exports } = new WebAssembly.Instance(module, { m: { memory } })
  return exports.walk as Walk // the module that we assembled
}

interface Places {
  readonly values: number
  readonly turns: number
  readonly masks: number
  readonly sums: number
  readonly rows: number
  readonly end: number
}

const MASK_BYTES = 32

/** Where things stand in memory, after the nodes. */
function placesOf({ value, masks }: TreeNodes, rowBytes: number, groups: number): Places {
  const values = 8 * value.length
  const sums = 2 * values
  const rows = sums + 8 * LANES * groups
  const turns = rows + Math.ceil(rowBytes / 4) * 4
  if (masks.length === 0) return { values, sums, rows, turns, masks: turns, end: turns }
  const firstMask = turns + 4 * value.length
  const end = firstMask + MASK_BYTES * (1 + masks.length / MASK_WORDS)
  return { values, sums, rows, turns, masks: firstMask, end }
}

function writeTrees({ links, masks, value }: TreeNodes, buffer: ArrayBuffer, places: Places): void {
  const nodes = new Int32Array(buffer, 0, links.length)
  const turns = new Int32Array(buffer, places.turns, masks.length === 0 ? 0 : value.length)
  for (let node = 0; node < value.length; node++) {
    const test = links[2 * node] as number
    const isMask = test < 0
    const column = isMask ? (masks[~test * MASK_WORDS] as number) : test >> 8
    nodes[2 * node] = (column * LANES) | (isMask ? 0 : (255 - (test & 255)) << 24)
    nodes[2 * node + 1] = links[2 * node + 1] as number
    // The first mask turns nothing.
    turns[node] = places.masks + MASK_BYTES * (isMask ? -test : 0)
  }
  new Float64Array(buffer, places.values, value.length).set(value)
  const turning = new Int32Array(buffer, places.masks + (masks.length === 0 ? 0 : MASK_BYTES))
  let to = 0
  masks.forEach((bits, at) => {
    if (at % MASK_WORDS !== 0) turning[to++] = ~bits
  })
}

/** The levels of the rows [from, to), row beside row in groups of LANES. */
function writeBlock(
  { columns }: Table,
  levels: readonly ColumnLevels[],
  [from, to]: readonly [number, number],
  bytes: Uint8Array,
): void {
  const group = LANES * columns.length
  const column = new Uint8Array(to - from)
  for (let at = 0; at < columns.length; at++) {
    writeLevels(levels[at] as ColumnLevels, partOf(columns[at] as Column, from, to), column)
    for (let row = 0, place = at * LANES; row < column.length; row += LANES, place += group) {
      const lanes = Math.min(LANES, column.length - row)
      for (let lane = 0; lane < lanes; lane++) bytes[place + lane] = column[row + lane] as number
    }
  }
}

function partOf(column: Column, from: number, to: number): Column {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.subarray(from, to) }
    : { ...column, codes: column.codes.subarray(from, to) }
}
