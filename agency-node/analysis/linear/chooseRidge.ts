import type { Labels } from '../labels.ts'
import { invertPositive } from './cholesky.ts'
import type { DesignMatrix } from './designMatrix.ts'
import { sigmoid } from './logistic.ts'
import {
  fitRidgeLogistic,
  logLikelihoodOf,
  penalisedHessian,
  type RidgeFit,
} from './ridgeLogistic.ts'

export interface ChosenRidge {
  readonly l2: number
  readonly fit: RidgeFit
}

/** From strong to weak: the stronger of two equally good penalties is kept. */
const CANDIDATES = [300, 100, 30, 10, 3, 1, 0.3, 0.1]

/**
 * The ridge by the greatest approximate leave-one-out likelihood: no folds, so nothing depends on chance. Each fit begins
 * where the last one ended; the first loss ends the search.
 */
export function chooseRidge(x: DesignMatrix, y: Labels): ChosenRidge {
  let best: ChosenRidge | undefined
  let most = Number.NEGATIVE_INFINITY
  let start: Float64Array | undefined
  for (const l2 of CANDIDATES) {
    const fit = fitRidgeLogistic(x, y, { l2, tolerance: 1e-4, ...(start && { start }) })
    start = fit.beta
    const value = leaveOneOutLikelihood(x, y, { l2, fit })
    if (value > most) {
      best = { l2, fit }
      most = value
    } else break
  }
  const { l2, fit } = best as ChosenRidge // the first candidate beats minus infinity
  return { l2, fit: fitRidgeLogistic(x, y, { l2, start: fit.beta }) }
}

/**
 * The log-likelihood of each row by the fit without it, to first order from the fit with it: its linear predictor moves by
 * h r / (1 - w h), h = x' H^-1 x (Cawley and Talbot 2008; Rad and Maleki 2020).
 */
export function leaveOneOutLikelihood(
  x: DesignMatrix,
  y: Labels,
  { l2, fit }: ChosenRidge,
): number {
  const inverse = invertPositive(penalisedHessian(x, fit.eta, l2), x.columns)
  if (inverse === null) return Number.NEGATIVE_INFINITY
  const places = new Int32Array(x.columns)
  let sum = 0
  for (let row = 0; row < x.rows; row++) {
    const eta = fit.eta[row] as number
    const p = sigmoid(eta)
    const leverage = quadraticForm(x, row, { inverse, places })
    const residual = (y[row] as number) - p
    const left = 1 - p * (1 - p) * leverage
    sum += logLikelihoodOf(y[row] as number, eta - (leverage * residual) / Math.max(left, 1e-9))
  }
  return sum
}

/** x' M x over the columns of a row that are not 0. */
function quadraticForm(
  { columns, values }: DesignMatrix,
  row: number,
  { inverse, places }: { readonly inverse: Float64Array; readonly places: Int32Array },
): number {
  const from = row * columns
  let count = 0
  for (let k = 0; k < columns; k++) if (values[from + k] !== 0) places[count++] = k
  let sum = 0
  for (let a = 0; a < count; a++) {
    const i = places[a] as number
    const value = values[from + i] as number
    const line = i * columns
    let inner = 0
    for (let b = 0; b < a; b++) {
      const j = places[b] as number
      inner += (inverse[line + j] as number) * (values[from + j] as number)
    }
    sum += value * (2 * inner + value * (inverse[line + i] as number))
  }
  return sum
}
