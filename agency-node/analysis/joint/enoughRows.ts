import { MeshError } from '@creditmesh/sdk/errors.ts'
import { countClasses, type Labels } from '../labels.ts'

export interface LeastRows {
  readonly minRows: number
  readonly minPerClass: number
}

/** A party with few rows, or few of a class, would show them in the sums. Throws `joint.too_few_rows`, without the number. */
export function requireEnoughRows(y: Labels, { minRows, minPerClass }: LeastRows): void {
  const { good, bad } = countClasses(y)
  if (good + bad >= minRows && Math.min(good, bad) >= minPerClass) return
  throw new MeshError('joint.too_few_rows', { details: { minRows, minPerClass } })
}
