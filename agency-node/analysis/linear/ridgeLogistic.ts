import { MeshError } from '@creditmesh/sdk/errors.ts'
import { countBothClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import { solvePositive } from './cholesky.ts'
import type { DesignMatrix } from './designMatrix.ts'
import { sigmoid } from './logistic.ts'
import { weightedGram } from './weightedGram.ts'

export interface RidgeOptions {
  /** Positive: adds l2 / 2 times the sum of squared coefficients to the negative log-likelihood, the first one free. */
  readonly l2: number
  /** Where to begin, e.g. the fit of a neighbouring penalty. */
  readonly start?: Float64Array
  /** A Newton step this small ends the search. */
  readonly tolerance?: number
}

export interface RidgeFit {
  readonly beta: Float64Array
  /** x beta of each row. */
  readonly eta: Float64Array
  readonly iterations: number
}

const MOST_ITERATIONS = 100

/**
 * Logistic regression with a ridge, by Newton's method with step halving (Le Cessie and van Houwelingen 1992), over columns
 * on like scales of which the first is the constant 1. The penalty makes the estimate finite and unique whatever the
 * columns: separated, dependent or constant ones too. Throws `analysis.one_class`, `analysis.invalid_input`, and
 * `model.training_failed` if the search does not end.
 */
export function fitRidgeLogistic(x: DesignMatrix, y: Labels, options: RidgeOptions): RidgeFit {
  const { l2, start, tolerance = 1e-9 } = options
  requireSameLength(y, { length: x.rows }, 'rows')
  const { good, bad } = countBothClasses(y)
  if (!(l2 > 0)) throw invalid('The penalty is not positive.')
  const problem = { x, y, l2 }
  let at = evaluated(problem, start ?? firstGuess(x.columns, bad / good))
  for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
    const step = newtonStep(problem, at)
    at = lineSearch(problem, at, step)
    const moved = step.reduce((most, change) => Math.max(most, Math.abs(change)), 0)
    if (moved < tolerance) return { beta: at.beta, eta: at.eta, iterations: iteration }
  }
  throw new MeshError('model.training_failed', { detail: 'The regression did not converge.' })
}

interface Problem {
  readonly x: DesignMatrix
  readonly y: Labels
  readonly l2: number
}

interface Point {
  readonly beta: Float64Array
  readonly eta: Float64Array
  /** Penalised log-likelihood. */
  readonly value: number
}

function firstGuess(columns: number, odds: number): Float64Array {
  const beta = new Float64Array(columns)
  beta[0] = Math.log(odds)
  return beta
}

export function linearPredictors({ rows, columns, values }: DesignMatrix, beta: Float64Array) {
  const eta = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    let sum = 0
    const from = row * columns
    for (let k = 0; k < columns; k++) sum += (beta[k] as number) * (values[from + k] as number)
    eta[row] = sum
  }
  return eta
}

/** Log-likelihood of one outcome; ln(1 + e^eta) from the side that cannot overflow. */
export function logLikelihoodOf(label: number, eta: number): number {
  return label * eta - Math.max(eta, 0) - Math.log1p(Math.exp(-Math.abs(eta)))
}

function evaluated({ x, y, l2 }: Problem, beta: Float64Array): Point {
  const eta = linearPredictors(x, beta)
  let value = 0
  for (let row = 0; row < eta.length; row++) {
    value += logLikelihoodOf(y[row] as number, eta[row] as number)
  }
  for (let k = 1; k < beta.length; k++) value -= (l2 / 2) * (beta[k] as number) ** 2
  return { beta, eta, value }
}

/** Minus the second derivative at these linear predictors, lower triangle. */
export function penalisedHessian(x: DesignMatrix, eta: Float64Array, l2: number): Float64Array {
  const hessian = weightedGram(
    x,
    eta.map((value) => sigmoid(value) * sigmoid(-value)),
  )
  for (let k = 1; k < x.columns; k++) {
    hessian[k * x.columns + k] = (hessian[k * x.columns + k] as number) + l2
  }
  return hessian
}

function newtonStep({ x, y, l2 }: Problem, { beta, eta }: Point): Float64Array {
  const gradient = beta.map((value, k) => (k === 0 ? 0 : -l2 * value))
  for (let row = 0; row < x.rows; row++) {
    const residual = (y[row] as number) - sigmoid(eta[row] as number)
    const from = row * x.columns
    for (let k = 0; k < x.columns; k++) {
      gradient[k] = (gradient[k] as number) + residual * (x.values[from + k] as number)
    }
  }
  const solved = solvePositive(penalisedHessian(x, eta, l2), gradient)
  if ('x' in solved) return solved.x
  throw new MeshError('model.training_failed', { detail: 'The regression ran out of precision.' })
}

/** Halves the step until the objective does not fall; near the summit rounding alone may make it fall. */
function lineSearch(problem: Problem, from: Point, step: Float64Array): Point {
  const slack = 1e-12 * (1 + Math.abs(from.value))
  for (let share = 1; share > 1e-6; share /= 2) {
    const next = evaluated(
      problem,
      from.beta.map((value, k) => value + share * (step[k] as number)),
    )
    if (next.value >= from.value - slack) return next
  }
  return from
}
