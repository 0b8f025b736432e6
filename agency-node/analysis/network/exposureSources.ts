import { invalid } from '../labels.ts'
import { type Random, randomBelow } from '../random.ts'
import { type LatePayments, notCustomer, requireLate } from './linkBased.ts'

/** A delinquent has at least so many late payments; each level is a set of sources of its own. */
export const sourceLevels = [1, 2, 3] as const

export type SourceLevel = (typeof sourceLevels)[number]

/** From whom exposure spreads. Node numbers, ascending. */
export interface ExposureSources {
  readonly delinquent: Readonly<Record<SourceLevel, Uint32Array>>
  /** Customers without any late payment: the restart against which exposure is relative. */
  readonly benign: Uint32Array
}

/**
 * The sources among the customers whom `isLeftOut` does not name. Somebody whose features are built must be left out, whatever her
 * label: else her exposure holds the outcome that a model shall predict (a random walk from a source stays near it).
 */
export function exposureSources(
  late: LatePayments,
  isLeftOut: (node: number) => boolean = () => false,
): ExposureSources {
  const classes = requireLate(late, late.length)
  for (let node = 0; node < classes.length; node++) {
    if (isLeftOut(node)) classes[node] = notCustomer
  }
  const nodesWhere = (belongs: (late: number) => boolean) => nodesOf(classes, belongs)
  return {
    delinquent: {
      1: nodesWhere((payments) => payments >= 1),
      2: nodesWhere((payments) => payments >= 2),
      3: nodesWhere((payments) => payments >= 3),
    },
    benign: nodesWhere((payments) => payments === 0),
  }
}

/** In two passes, so that a nation of nodes needs no more than its answer. */
function nodesOf(classes: Int8Array, belongs: (late: number) => boolean): Uint32Array {
  let count = 0
  for (const each of classes) count += Number(belongs(each))
  const nodes = new Uint32Array(count)
  let next = 0
  for (let node = 0; node < classes.length; node++) {
    if (belongs(classes[node] as number)) nodes[next++] = node
  }
  return nodes
}

/**
 * Deals the subjects into folds of nearly equal size, at random and whatever their labels. The features of a fold's subjects are
 * computed from the sources outside the fold (cross-fitting), so nobody's own label enters her features, nor that of the others
 * in her fold. The fold of each subject, in their order.
 */
export function dealFolds(subjects: ArrayLike<number>, folds: number, random: Random): Uint8Array {
  if (!Number.isInteger(folds) || folds < 2 || folds > 255) {
    throw invalid('The number of folds is no whole number from 2 to 255.')
  }
  const dealt = Uint8Array.from({ length: subjects.length }, (_, row) => row % folds)
  for (let row = dealt.length - 1; row > 0; row--) {
    const other = randomBelow(random, row + 1)
    const held = dealt[row] as number
    dealt[row] = dealt[other] as number
    dealt[other] = held
  }
  return dealt
}
