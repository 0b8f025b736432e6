import { concat, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { Labels } from './labels.ts'

/** Which rows train and which test, each ascending. */
export interface Split {
  readonly train: Uint32Array
  readonly test: Uint32Array
}

/**
 * The split of SCORING 3: in each class, rows in the order of the hex SHA-256 of `NAME:row` (first split), `NAME#1:row`,
 * `NAME#2:row` ... (further ones); the first floor(7 n / 10) train.
 */
export function splitByHash(y: Labels, name: string, split = 0): Split {
  const prefix = split === 0 ? name : `${name}#${split}`
  const isTraining = new Uint8Array(y.length)
  for (const label of [0, 1]) {
    const rows = hashOrder(rowsOf(y, label), prefix)
    for (const row of rows.slice(0, Math.floor((7 * rows.length) / 10))) isTraining[row] = 1
  }
  return { train: rowsOf(isTraining, 1), test: rowsOf(isTraining, 0) }
}

/**
 * Every bad of `rows` and as many goods, in the order of SHA-256 of `us:NAME:row` (all goods if they are fewer).
 * `goodsKept` is the share that the correction of the prior needs.
 */
export function undersample(
  y: Labels,
  rows: Uint32Array,
  name: string,
): { readonly rows: Uint32Array; readonly goodsKept: number } {
  const bads = rows.filter((row) => y[row] === 1)
  const goods = rows.filter((row) => y[row] === 0)
  const kept = hashOrder(goods, `us:${name}`).slice(0, bads.length)
  return {
    rows: Uint32Array.from([...bads, ...kept]).sort(),
    goodsKept: goods.length === 0 ? 1 : kept.length / goods.length,
  }
}

/**
 * The probability before undersampling: beta ps / (beta ps - ps + 1), beta the share of goods kept (Dal Pozzolo 2015). Written so
 * that rounding never leads out of [0, 1].
 */
export function correctPrior(beta: number, ps: number): number {
  const kept = beta * ps
  return kept / (kept + (1 - ps))
}

function rowsOf(y: Labels, label: number): Uint32Array {
  const rows: number[] = []
  for (let row = 0; row < y.length; row++) if (y[row] === label) rows.push(row)
  return Uint32Array.from(rows)
}

function hashOrder(rows: Uint32Array, prefix: string): number[] {
  const head = utf8(`${prefix}:`)
  const keyed = Array.from(rows, (row) => ({
    row,
    key: toHex(sha256(concat(head, utf8(String(row))))),
  }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row)
}
