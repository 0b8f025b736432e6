import { countBothClasses, type Labels, requireSameLength } from '../labels.ts'
import type { Table } from '../table.ts'
import { requireShape, shapeOf, type TableShape } from '../tableShape.ts'
import { chooseRidge } from './chooseRidge.ts'
import { sigmoid } from './logistic.ts'
import { fitRidgeLogistic, linearPredictors } from './ridgeLogistic.ts'
import {
  type EncoderOptions,
  encode,
  encodeRow,
  encoderDefaults,
  fitEncoder,
  type TermEncoder,
} from './termEncoder.ts'

export interface LrOptions extends Partial<EncoderOptions> {
  /** Chosen by approximate leave-one-out likelihood by default. */
  readonly l2?: number
}

/** A logistic regression over the columns of a table. Plain JSON. */
export interface LrModel {
  readonly kind: 'lr'
  readonly shape: TableShape
  readonly encoder: TermEncoder
  /** Intercept first, then by term, in the log-odds of bad. */
  readonly beta: readonly number[]
  readonly l2: number
}

/**
 * Fits a penalised logistic regression on the encoded columns. Needs both classes (`analysis.one_class`); constant columns,
 * empty ones and those that tell nothing leave no term. Draws nothing at random.
 */
export function fitLr(table: Table, y: Labels, { l2, ...options }: LrOptions = {}): LrModel {
  requireSameLength(y, { length: table.rows }, 'rows')
  countBothClasses(y)
  const encoder = fitEncoder(table, y, { ...encoderDefaults, ...options })
  const x = encode(encoder, table)
  const chosen = l2 === undefined ? chooseRidge(x, y) : { l2, fit: fitRidgeLogistic(x, y, { l2 }) }
  const { fit } = chosen
  return {
    ...{ kind: 'lr', shape: shapeOf(table), encoder },
    ...{ beta: [...fit.beta], l2: chosen.l2 },
  }
}

/** The probability of bad of each row. Throws `model.features_mismatch`. */
export function predictLr({ shape, encoder, beta }: LrModel, table: Table): Float64Array {
  requireShape(shape, table)
  return linearPredictors(encode(encoder, table), Float64Array.from(beta)).map(sigmoid)
}

/** As `predictLr` for one row of cells: quantities or codes of categories; NaN or `missingCategory` where missing. */
export function predictLrRow({ encoder, beta }: LrModel, cells: ArrayLike<number>): number {
  const terms = encodeRow(encoder, cells)
  let eta = 0
  for (let k = 0; k < terms.length; k++) eta += (beta[k] as number) * (terms[k] as number)
  return sigmoid(eta)
}
