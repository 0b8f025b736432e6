import type { Labels } from '../labels.ts'
import type { DesignMatrix } from '../linear/designMatrix.ts'
import type { NumberKind } from './fixedPoint.ts'

/** One party's people. Row weights of trees come from a seed that the party keeps to itself. */
export interface PartyData {
  readonly x: DesignMatrix
  readonly y: Labels
  readonly weightSeed: number
}

/**
 * A computation on sums over parties, between two rounds. Every party holds the same one, answers its question from its own
 * rows, and moves on by the sum of all answers: the questions follow from the sums, so no party can put one of its own.
 */
export interface AskingComputation<Result> {
  readonly isFinished: false
  readonly kind: NumberKind
  /** How many numbers an answer holds. */
  readonly length: number
  /** What the answers of this round are, for the privacy account. */
  readonly asks: string
  answer(data: PartyData): Float64Array
  advance(sum: Float64Array): Computation<Result>
}

export interface FinishedComputation<Result> {
  readonly isFinished: true
  readonly result: Result
}

export type Computation<Result> = AskingComputation<Result> | FinishedComputation<Result>
