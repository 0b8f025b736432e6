import { MeshError } from '@creditmesh/sdk/errors.ts'

/** Outcomes everywhere: 1 is a defaulter ("bad"), 0 is not ("good"). */
export type Labels = ArrayLike<number>

export interface ClassCounts {
  readonly good: number
  readonly bad: number
}

/** Counts the two classes; anything but 0 and 1 is refused. */
export function countClasses(y: Labels): ClassCounts {
  let bad = 0
  for (let row = 0; row < y.length; row++) {
    const label = y[row]
    if (label !== 0 && label !== 1) throw invalid(`The label of row ${row} is neither 0 nor 1.`)
    bad += label
  }
  return { good: y.length - bad, bad }
}

/** As `countClasses`, for estimators that mean nothing without both classes. */
export function countBothClasses(y: Labels): ClassCounts {
  const counts = countClasses(y)
  if (counts.good > 0 && counts.bad > 0) return counts
  throw new MeshError('analysis.one_class', { details: { ...counts } })
}

export function requireSameLength(y: Labels, values: ArrayLike<number>, name: string): void {
  if (y.length === values.length) return
  throw invalid(`There are ${y.length} labels but ${values.length} values of ${name}.`)
}

export function requireFinite(values: ArrayLike<number>, name: string): void {
  for (let row = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row]))
      throw invalid(`Row ${row} of ${name} is not a finite number.`)
  }
}

export function invalid(detail: string): MeshError {
  return new MeshError('analysis.invalid_input', { detail })
}
