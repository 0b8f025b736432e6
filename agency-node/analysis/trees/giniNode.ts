import type { BinnedTable } from './binnedTable.ts'
import { emptyList, type LevelList } from './levelCut.ts'
import { MAX_LEVELS } from './levels.ts'

/** A class count pair in one Int32: all in the low half, bads in the high half. Beyond this weight a node is wide. */
export const PACKED_LIMIT = 0xffff

/** What the search for a node's split works on; one for all nodes of all trees of a thread. */
export interface Workspace {
  readonly table: BinnedTable
  /** In-bag rows, those of a node side by side and ascending, and beside each its packed weight. */
  readonly rows: Int32Array
  readonly packed: Int32Array
  readonly spareRows: Int32Array
  readonly sparePacked: Int32Array
  /** Zero between uses. */
  readonly hist: Int32Array
  readonly occupied: Int32Array
  readonly wideAll: Float64Array
  readonly wideBad: Float64Array
  readonly keys: Int32Array
  /** The occupied levels of a column whose split is a set of levels. */
  readonly list: LevelList
}

/** Rows [start, end) of the workspace, their weight and that of their bads. */
export interface Node {
  start: number
  end: number
  all: number
  bad: number
}

/** The best split so far of one node. */
export interface Best {
  /** Fall of the Gini impurity, but for a factor that is the same for all splits of a node; -1 before any. */
  gain: number
  column: number
  /** Levels up to here go left; -1 where `words` tell. */
  threshold: number
  readonly words: Int32Array
}

export function workspaceFor(table: BinnedTable): Workspace {
  return {
    table,
    rows: new Int32Array(table.rows),
    packed: new Int32Array(table.rows),
    spareRows: new Int32Array(table.rows),
    sparePacked: new Int32Array(table.rows),
    hist: new Int32Array(MAX_LEVELS),
    occupied: new Int32Array(MAX_LEVELS / 32),
    wideAll: new Float64Array(MAX_LEVELS),
    wideBad: new Float64Array(MAX_LEVELS),
    keys: new Int32Array(SORTED_ROWS),
    list: emptyList(),
  }
}

/** Nodes of so few rows are sorted rather than counted. */
export const SORTED_ROWS = 10
