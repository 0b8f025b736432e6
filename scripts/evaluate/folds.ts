import type { Labels } from '@creditmesh/agency-node/analysis/labels.ts'
import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'

/**
 * The fold of each row, 0 to `count` - 1: in each class, rows in the order of the hex SHA-256 of `NAME:row` are dealt out one by
 * one, so that every fold has the classes in proportion and anybody gets the same folds.
 */
export function foldsByHash(y: Labels, name: string, count: number): Uint8Array {
  const folds = new Uint8Array(y.length)
  for (const label of [0, 1]) {
    const rows = Array.from({ length: y.length }, (_, row) => row).filter((row) => y[row] === label)
    const keyed = rows.map((row) => ({ row, key: toHex(sha256(utf8(`${name}:${row}`))) }))
    keyed.sort((a, b) => (a.key < b.key ? -1 : 1))
    keyed.forEach(({ row }, at) => {
      folds[row] = at % count
    })
  }
  return folds
}
