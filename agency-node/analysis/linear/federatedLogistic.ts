import { MeshError } from '@creditmesh/sdk/errors.ts'
import { invalid, type Labels } from '../labels.ts'
import { solvePositive } from './cholesky.ts'
import type { DesignMatrix } from './designMatrix.ts'
import { answerLength, localDerivatives, type Point, sumAnswers } from './federatedDerivatives.ts'

/** A joint fit between two rounds. `ask` goes to every party; the sum of the answers goes to `advance`. */
export type FederatedFit = SearchingFit | FinishedFit

interface Bound {
  readonly l2: number
  readonly round: number
}

export interface SearchingFit extends Bound {
  readonly isConverged: false
  readonly ask: Point
  /** Null until the first answers have told size and spread of the columns. */
  readonly from: Corner | null
}

export interface FinishedFit extends Bound {
  readonly isConverged: true
  /** Intercept first, in the units of the columns. */
  readonly beta: Float64Array
}

/** The last point taken, the Newton step from it and the slope of the likelihood along that step there. */
interface Corner {
  readonly gamma: Float64Array
  readonly step: Float64Array
  readonly slope: number
  readonly share: number
  readonly steps: number
}

/** A step this small, in standard deviations of the columns, ends the search; the next would be its square. */
const STEP_TOLERANCE = 1e-9
/** Newton's steps shrink quadratically; one that is still this long after so many runs away to infinity. */
const RUNAWAY = { afterSteps: 25, step: 1e-3 }
const SHORTEST_SHARE = 1e-6
/** A spread below this share of the mean is the rounding of a constant. */
const CONSTANT = 1e-12

/** The first round: at 0, on the columns as they are. `l2` as in `fitLogistic`. */
export function startFederated(columns: number, { l2 = 0 } = {}): SearchingFit {
  if (!(l2 >= 0)) throw invalid('The penalty is negative.')
  const ask = {
    gamma: new Float64Array(columns + 1),
    mean: new Float64Array(columns),
    deviation: new Float64Array(columns).fill(1),
  }
  return { isConverged: false, l2, round: 0, ask, from: null }
}

/**
 * One round of Newton's method on the summed answers. It equals the pooled fit: a sum of derivatives is the derivative of the
 * sum. Steps are halved by the slope alone, so no party tells its likelihood.
 * Throws `analysis.one_class`, `analysis.not_identified`, `analysis.separated`, `analysis.invalid_input`.
 */
export function advance(fit: SearchingFit, summed: Float64Array): FederatedFit {
  const order = fit.ask.gamma.length
  if (summed.length !== answerLength(order) || !summed.every(Number.isFinite)) {
    throw invalid('The sum of the answers is not what was asked for.')
  }
  const round = fit.round + 1
  if (fit.from === null) return fit.round === 0 ? centred(fit, summed) : scaled(fit, summed)
  const { gradient, hessian } = penalised(summed, fit)
  const { from, ask } = fit
  const slope = dot(gradient, from.step)
  if (slope < -from.slope / 2 && from.share > SHORTEST_SHARE) {
    const share = from.share / 2
    return { ...fit, round, ask: { ...ask, gamma: along(from, share) }, from: { ...from, share } }
  }
  const step = newtonStep(gradient, hessian, from.steps)
  const moved = largest(step)
  const steps = from.steps + 1
  if (steps > RUNAWAY.afterSteps && moved > RUNAWAY.step) throw new MeshError('analysis.separated')
  const corner = { gamma: ask.gamma, step, slope: dot(gradient, step), share: 1, steps }
  const next = { ...ask, gamma: along(corner, 1) }
  if (moved < STEP_TOLERANCE) return { isConverged: true, l2: fit.l2, round, beta: inUnits(next) }
  return { ...fit, round, ask: next, from: corner }
}

/** All rounds at one place, e.g. where the parties are folders of one agency. */
export function fitFederated(
  parties: readonly { readonly x: DesignMatrix; readonly y: Labels }[],
  { columns, l2 = 0 }: { readonly columns: number; readonly l2?: number },
): FinishedFit {
  let fit: FederatedFit = startFederated(columns, { l2 })
  while (!fit.isConverged) {
    const { ask } = fit
    fit = advance(fit, sumAnswers(parties.map(({ x, y }) => localDerivatives(x, y, ask))))
  }
  return fit
}

/**
 * At 0 every row weighs a quarter: four times the Hessian holds the number of rows, the sums of the columns and those of their
 * squares. The second look, at columns already centred, keeps the digits that a small spread far from 0 would lose.
 */
function centred(fit: SearchingFit, summed: Float64Array): SearchingFit {
  const rows = 4 * entry(summed, fit, [0, 0])
  const bads = badsOf(summed, rows)
  const mean = fit.ask.mean.map((_, k) => (4 * entry(summed, fit, [k + 1, 0])) / rows)
  if (bads > 0.5 && rows - bads > 0.5) return { ...fit, round: 1, ask: { ...fit.ask, mean } }
  // Labels are whole numbers: half a person is the rounding of the sums and of their masks.
  throw new MeshError('analysis.one_class', { details: { rows: Math.round(rows) } })
}

function scaled(fit: SearchingFit, summed: Float64Array): SearchingFit {
  const { ask, l2 } = fit
  const rows = 4 * entry(summed, fit, [0, 0])
  const bads = badsOf(summed, rows)
  const deviation = ask.mean.map((mean, k) => {
    const spread = Math.sqrt((4 * entry(summed, fit, [k + 1, k + 1])) / rows)
    if (spread > Math.abs(mean) * CONSTANT) return spread
    if (l2 > 0) return 1
    throw notIdentified(k, 'is constant')
  })
  const gamma = new Float64Array(ask.gamma.length)
  gamma[0] = Math.log(bads / (rows - bads))
  return { ...fit, round: 2, ask: { ...ask, gamma, deviation }, from: startingCorner(gamma.length) }
}

function entry(summed: Float64Array, { ask }: SearchingFit, [i, j]: readonly [number, number]) {
  return summed[ask.gamma.length + (i * (i + 1)) / 2 + j] as number
}

/** The slope of the intercept at 0 is the number of bads less half the rows. */
function badsOf(summed: Float64Array, rows: number): number {
  return (summed[0] as number) + rows / 2
}

/** The first Newton step is taken wherever the search begins. */
function startingCorner(order: number): Corner {
  const nothing = new Float64Array(order)
  return { gamma: nothing, step: nothing, slope: 0, share: 1, steps: 0 }
}

/** The penalty is on the coefficients in the units of the columns, gamma / deviation; the intercept is free. */
function penalised(summed: Float64Array, { ask, l2 }: SearchingFit) {
  const order = ask.gamma.length
  const gradient = summed.slice(0, order)
  const hessian = new Float64Array(order * order)
  for (let i = 0, at = order; i < order; i++) {
    for (let j = 0; j <= i; j++, at++) hessian[i * order + j] = summed[at] as number
  }
  for (let k = 1; k < order; k++) {
    const penalty = l2 / (ask.deviation[k - 1] as number) ** 2
    gradient[k] = (gradient[k] as number) - penalty * (ask.gamma[k] as number)
    hessian[k * order + k] = (hessian[k * order + k] as number) + penalty
  }
  return { gradient, hessian }
}

/** At the first step all rows weigh alike: a lost pivot then means dependence, later that rows became certain. */
function newtonStep(gradient: Float64Array, hessian: Float64Array, steps: number): Float64Array {
  const solved = solvePositive(hessian, gradient)
  if ('x' in solved) return solved.x
  if (steps > 0) throw new MeshError('analysis.separated')
  throw notIdentified(solved.dependentRow - 1, 'depends on the columns before it')
}

function notIdentified(column: number, what: string): MeshError {
  return new MeshError('analysis.not_identified', {
    detail: `Column ${column} ${what}.`,
    details: { column },
  })
}

function inUnits({ gamma, mean, deviation }: Point): Float64Array {
  const beta = gamma.map((value, k) => (k === 0 ? value : value / (deviation[k - 1] as number)))
  for (let k = 0; k < mean.length; k++) {
    beta[0] = (beta[0] as number) - (beta[k + 1] as number) * (mean[k] as number)
  }
  return beta
}

function along({ gamma, step }: Corner, share: number): Float64Array {
  return gamma.map((value, k) => value + share * (step[k] as number))
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] as number), 0)
}

function largest(step: Float64Array): number {
  return step.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
