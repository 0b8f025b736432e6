import { MeshError } from '@creditmesh/sdk/errors.ts'
import { countBothClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import { solvePositive } from './cholesky.ts'
import { type DesignMatrix, type Standardised, standardise } from './designMatrix.ts'

export interface LogisticOptions {
  /** Ridge: adds l2 / 2 times the sum of squared coefficients to the negative log-likelihood, the intercept free. */
  readonly l2?: number
  readonly maxIterations?: number
}

export interface LogisticFit {
  /** Intercept first, in the units of the columns given. */
  readonly beta: Float64Array
  readonly logLikelihood: number
  readonly iterations: number
  readonly isConverged: boolean
}

/** A Newton step this small, in standard deviations of the columns, ends the search; the next would be its square. */
const STEP_TOLERANCE = 1e-10
/** A search that still moves by this much after so many steps runs away: Newton's steps else shrink quadratically. */
const RUNAWAY = { afterIterations: 20, step: 1e-3 }
/** Log-odds (1 : 3 million) that a row reaches when the search runs away. Rows far out may reach them in good order. */
const CERTAIN_LOG_ODDS = 15

/** Newton's method (iteratively reweighted least squares) with step halving, on standardised columns. */
export function fitLogistic(
  x: DesignMatrix,
  y: Labels,
  { l2 = 0, maxIterations = 100 }: LogisticOptions = {},
): LogisticFit {
  requireSameLength(y, { length: x.rows }, 'rows')
  const { good, bad } = countBothClasses(y)
  if (!(l2 >= 0)) throw invalid('The penalty is negative.')
  const table = standardise(x)
  const problem: Problem = { x: table.matrix, y, ridge: ridgeOf(table, l2) }
  let gamma: Float64Array = new Float64Array(x.columns + 1)
  gamma[0] = Math.log(bad / good)
  let value = objective(problem, gamma)
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const step = newtonStep(problem, gamma, iteration)
    const next = lineSearch(problem, gamma, { step, value })
    const moved = largest(step)
    gamma = next.gamma
    value = next.value
    if (iteration > RUNAWAY.afterIterations && moved > RUNAWAY.step)
      refuseSeparation(problem, gamma)
    if (moved < STEP_TOLERANCE) return result(table, gamma, { value, iteration, isConverged: true })
  }
  return result(table, gamma, { value, iteration: maxIterations, isConverged: false })
}

/** The fitted probability of a bad for one row of values. */
export function predictLogistic(beta: ArrayLike<number>, row: ArrayLike<number>): number {
  let eta = beta[0] as number
  for (let k = 0; k < row.length; k++) eta += (beta[k + 1] as number) * (row[k] as number)
  return sigmoid(eta)
}

export function sigmoid(eta: number): number {
  return eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta))
}

interface Problem {
  readonly x: DesignMatrix
  readonly y: Labels
  /** Penalty on each standardised coefficient, the intercept's (0) first. */
  readonly ridge: Float64Array
}

/** A penalty on raw coefficients, beta = gamma / deviation. A constant column stays at 0 by a penalty of 1. */
function ridgeOf({ deviation }: Standardised, l2: number): Float64Array {
  const constant = deviation.indexOf(0)
  if (constant !== -1 && l2 === 0) {
    throw new MeshError('analysis.not_identified', {
      detail: `Column ${constant} is constant.`,
      details: { column: constant },
    })
  }
  return Float64Array.of(0, ...deviation.map((spread) => (spread === 0 ? 1 : l2 / spread ** 2)))
}

function linearPredictor({ x }: Problem, gamma: Float64Array, row: number): number {
  let eta = gamma[0] as number
  const from = row * x.columns
  for (let k = 0; k < x.columns; k++)
    eta += (gamma[k + 1] as number) * (x.values[from + k] as number)
  return eta
}

/** Penalised log-likelihood; ln(1 + e^eta) is taken from the side that cannot overflow. */
function objective(problem: Problem, gamma: Float64Array): number {
  let value = 0
  for (let row = 0; row < problem.x.rows; row++) {
    const eta = linearPredictor(problem, gamma, row)
    const softplus = Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)))
    value += (problem.y[row] as number) * eta - softplus
  }
  problem.ridge.forEach((penalty, k) => {
    value -= (penalty / 2) * (gamma[k] as number) ** 2
  })
  return value
}

/** At the first step all rows weigh alike: a lost pivot then means dependence, later that rows became certain. */
function newtonStep(problem: Problem, gamma: Float64Array, iteration: number): Float64Array {
  const { gradient, hessian } = derivatives(problem, gamma)
  const solved = solvePositive(hessian, gradient)
  if ('x' in solved) return solved.x
  if (iteration > 1) refuseSeparation(problem, gamma)
  const column = solved.dependentRow - 1
  throw new MeshError('analysis.not_identified', {
    detail: `Column ${column} depends on the columns before it.`,
    details: { column },
  })
}

function derivatives(problem: Problem, gamma: Float64Array) {
  const { x, y, ridge } = problem
  const order = x.columns + 1
  const gradient = ridge.map((penalty, k) => -penalty * (gamma[k] as number))
  const hessian = new Float64Array(order * order)
  const line = new Float64Array(order).fill(1)
  for (let row = 0; row < x.rows; row++) {
    line.set(x.values.subarray(row * x.columns, (row + 1) * x.columns), 1)
    const p = sigmoid(linearPredictor(problem, gamma, row))
    const weight = p * (1 - p)
    const residual = (y[row] as number) - p
    for (let i = 0; i < order; i++) {
      const value = line[i] as number
      gradient[i] = (gradient[i] as number) + residual * value
      const weighted = weight * value
      for (let j = 0; j <= i; j++) {
        hessian[i * order + j] = (hessian[i * order + j] as number) + weighted * (line[j] as number)
      }
    }
  }
  ridge.forEach((penalty, k) => {
    hessian[k * order + k] = (hessian[k * order + k] as number) + penalty
  })
  return { gradient, hessian }
}

/** Halves the step until the objective does not fall; near the summit rounding alone may make it fall. */
function lineSearch(
  problem: Problem,
  gamma: Float64Array,
  { step, value }: { readonly step: Float64Array; readonly value: number },
) {
  const slack = 1e-12 * (1 + Math.abs(value))
  for (let share = 1; share > 1e-6; share /= 2) {
    const next = gamma.map((at, k) => at + share * (step[k] as number))
    const reached = objective(problem, next)
    if (reached >= value - slack) return { gamma: next, value: reached }
  }
  return { gamma, value }
}

/**
 * The estimate is infinite when some direction separates the classes, wholly or in part (Albert and Anderson 1984): the
 * search then drives whole rows to certainty.
 */
function refuseSeparation(problem: Problem, gamma: Float64Array): void {
  for (let row = 0; row < problem.x.rows; row++) {
    if (Math.abs(linearPredictor(problem, gamma, row)) > CERTAIN_LOG_ODDS) {
      throw new MeshError('analysis.separated')
    }
  }
}

function largest(step: Float64Array): number {
  return step.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function result(
  { mean, deviation }: Standardised,
  gamma: Float64Array,
  { value, iteration, isConverged }: { value: number; iteration: number; isConverged: boolean },
): LogisticFit {
  const beta = new Float64Array(gamma.length)
  beta[0] = gamma[0] as number
  deviation.forEach((spread, k) => {
    beta[k + 1] = spread === 0 ? 0 : (gamma[k + 1] as number) / spread
    beta[0] = (beta[0] as number) - (beta[k + 1] as number) * (mean[k] as number)
  })
  return { beta, logLikelihood: value, iterations: iteration, isConverged }
}
