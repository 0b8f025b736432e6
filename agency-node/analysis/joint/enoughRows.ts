import { MeshError } from '@creditmesh/sdk/errors.ts'
import { countClasses, type Labels } from '../labels.ts'
import type { DesignMatrix } from '../linear/designMatrix.ts'

export interface LeastRows {
  readonly minRows: number
  readonly minPerClass: number
}

/**
 * A party with few rows, or few of a class, would show them in the sums; so would a column that is the same for all but a
 * few. Throws `joint.too_few_rows`, with the column where it is one, never with a number of people.
 */
export function requireEnoughRows(
  { x, y }: { readonly x: DesignMatrix; readonly y: Labels },
  { minRows, minPerClass }: LeastRows,
): void {
  const { good, bad } = countClasses(y)
  if (good + bad < minRows || Math.min(good, bad) < minPerClass) {
    throw new MeshError('joint.too_few_rows', { details: { minRows, minPerClass } })
  }
  for (let column = 0; column < x.columns; column++) {
    const others = rowsBesideCommonest(x, column)
    if (others === 0 || others >= minPerClass) continue
    throw new MeshError('joint.too_few_rows', { details: { column, minPerClass } })
  }
}

/** Rows whose value is not the commonest of the column. */
function rowsBesideCommonest({ rows, columns, values }: DesignMatrix, column: number): number {
  const counts = new Map<number, number>()
  let most = 0
  for (let at = column; at < values.length; at += columns) {
    const value = values[at] as number
    const count = (counts.get(value) ?? 0) + 1
    counts.set(value, count)
    if (count > most) most = count
  }
  return rows - most
}
