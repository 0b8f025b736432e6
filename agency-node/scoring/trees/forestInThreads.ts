import type { Labels } from '../../analysis/labels.ts'
import type { Table } from '../../analysis/table.ts'
import { requireShape, shapeOf } from '../../analysis/tableShape.ts'
import { type BinnedTable, binnedTable } from '../../analysis/trees/binnedTable.ts'
import {
  checkForest,
  type ForestModel,
  type ForestOptions,
  forestOf,
} from '../../analysis/trees/forest.ts'
import type { TreeNodes } from '../../analysis/trees/nodes.ts'
import type { RunOptions, TreePool } from './treePool.ts'

/**
 * As `fitForest`, over the threads of a pool: the same model bit by bit. Progress counts trees. Rejects as `fitForest` throws, and
 * with the reason of the signal.
 */
export async function fitForestInThreads(
  pool: TreePool,
  table: Table,
  y: Labels,
  { onProgress, signal, ...options }: ForestOptions & RunOptions,
): Promise<ForestModel> {
  const planned = checkForest(table, y, options)
  const binned = await binInThreads(pool, table, signal)
  const labels = shared(Uint8Array, y.length)
  for (let row = 0; row < y.length; row++) labels[row] = y[row] as number
  const plan = { shape: shapeOf(table), table: binned, y: labels, options: planned }
  // Some milliseconds of work a message, yet no thread waits long for the last.
  const batch = Math.ceil(Math.min(20_000 / table.rows, planned.trees / (8 * pool.threads)))
  const numbers = Array.from({ length: planned.trees }, (_, tree) => tree)
  const tasks = chunks(numbers, batch)
  const grown = await pool.run('grow', plan, tasks, {
    ...(signal !== undefined && { signal }),
    onProgress: (done) => onProgress?.(Math.min(done * batch, planned.trees), planned.trees),
  })
  return shareForest(forestOf(plan, grown.flat()))
}

/** As `predictForest`, over the threads of a pool: the same probabilities bit by bit. Progress counts blocks of rows. */
export async function predictForestInThreads(
  pool: TreePool,
  model: ForestModel,
  table: Table,
  options: RunOptions = {},
): Promise<Float64Array> {
  requireShape(model.shape, table)
  const setup = { trees: shareForest(model).trees, levels: model.levels }
  const blocks = rowBlocks(table, pool.threads)
  const sums = await pool.run('sum', setup, blocks, { ...options, transfer: buffersOf })
  const trees = model.trees.roots.length - 1
  const scores = new Float64Array(table.rows)
  let at = 0
  for (const block of sums) for (const sum of block) scores[at++] = sum / trees
  return scores
}

async function binInThreads(
  pool: TreePool,
  table: Table,
  signal: AbortSignal | undefined,
): Promise<BinnedTable> {
  const bytes = shared(Uint8Array, table.rows * table.columns.length)
  const perTask = Math.max(1, Math.ceil(table.columns.length / (4 * pool.threads)))
  const tasks = chunks(table.columns, perTask).map((columns, k) => ({ at: k * perTask, columns }))
  const options = signal === undefined ? {} : { signal }
  const levels = await pool.run('bin', { rows: table.rows, bytes }, tasks, options)
  return binnedTable(table.rows, levels.flat(), bytes)
}

/** Blocks of rows, a few for each thread. */
function rowBlocks(table: Table, threads: number): Table[] {
  const size = Math.max(64, Math.ceil(table.rows / (2 * threads)))
  const blocks: Table[] = []
  for (let from = 0; from < table.rows; from += size) {
    blocks.push(sliceRows(table, from, Math.min(table.rows, from + size)))
  }
  return blocks
}

function sliceRows({ columns }: Table, from: number, to: number): Table {
  return {
    rows: to - from,
    columns: columns.map((column) =>
      column.kind === 'numeric'
        ? { ...column, values: column.values.slice(from, to) }
        : { ...column, codes: column.codes.slice(from, to) },
    ),
  }
}

/**
 * The same forest in shared memory: every call of `predictForestInThreads` copies one that is not. For models that are kept.
 * What `fitForestInThreads` gives is shared already.
 */
export function shareForest(model: ForestModel): ForestModel {
  const { roots, links, masks, value, cover } = model.trees
  if (links.buffer instanceof SharedArrayBuffer) return model
  const trees: TreeNodes = {
    roots: copyInto(shared(Int32Array, roots.length), roots),
    links: copyInto(shared(Int32Array, links.length), links),
    masks: copyInto(shared(Int32Array, masks.length), masks),
    value: copyInto(shared(Float64Array, value.length), value),
    cover: copyInto(shared(Float64Array, cover.length), cover),
  }
  return { ...model, trees }
}

/** What a block of rows holds is moved to its thread, not copied: it was sliced for it. */
function buffersOf({ columns }: Table): ArrayBuffer[] {
  return columns.map((column) => {
    const { buffer } = column.kind === 'numeric' ? column.values : column.codes
    return buffer as ArrayBuffer // of its own, from `slice`
  })
}

function copyInto<A extends Int32Array | Float64Array>(to: A, from: A): A {
  to.set(from as never) // both of one kind
  return to
}

function shared<A>(
  Kind: { new (buffer: SharedArrayBuffer): A; readonly BYTES_PER_ELEMENT: number },
  length: number,
): A {
  return new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT))
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let at = 0; at < values.length; at += size) out.push(values.slice(at, at + size))
  return out
}
