import { answerLength, localDerivatives } from '../linear/federatedDerivatives.ts'
import { advance, type FederatedFit, startFederated } from '../linear/federatedLogistic.ts'
import type { Computation } from './computation.ts'

export interface JointLogistic {
  readonly kind: 'logistic'
  /** Intercept first, in the units of the columns. */
  readonly beta: readonly number[]
  readonly l2: number
  readonly rounds: number
}

/** The federated fit of `linear/federatedLogistic` as rounds of masked sums; `l2` as there. */
export function jointLogistic(columns: number, l2: number): Computation<JointLogistic> {
  return computationOf(startFederated(columns, { l2 }))
}

function computationOf(fit: FederatedFit): Computation<JointLogistic> {
  if (fit.isConverged) {
    const { beta, l2, round } = fit
    return {
      isFinished: true,
      result: { kind: 'logistic', beta: Array.from(beta), l2, rounds: round },
    }
  }
  const order = fit.ask.gamma.length
  return {
    isFinished: false,
    kind: 'real',
    length: answerLength(order),
    asks:
      fit.round < 2
        ? 'number of rows and of bads, sums of the columns, of their squares and products'
        : 'gradient and Hessian of the log-likelihood at the coefficients so far',
    answer: ({ x, y }) => localDerivatives(x, y, fit.ask),
    advance: (sum) => computationOf(advance(fit, sum)),
  }
}
