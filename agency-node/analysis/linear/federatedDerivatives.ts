import { countClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import type { DesignMatrix } from './designMatrix.ts'
import { sigmoid } from './logistic.ts'

/** Where the parties are to take their derivatives: coefficients (intercept first) of columns moved and scaled like this. */
export interface Point {
  readonly gamma: Float64Array
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

/**
 * One party's answer: the gradient of the log-likelihood of its rows, then the lower triangle of the negative Hessian, row by
 * row. Sums of these over parties are all that a joint fit needs. A party without rows answers zeros.
 * Throws `analysis.invalid_input`.
 */
export function localDerivatives(x: DesignMatrix, y: Labels, point: Point): Float64Array {
  const { gamma, mean, deviation } = point
  const order = gamma.length
  requireSameLength(y, { length: x.rows }, 'rows')
  countClasses(y)
  if (x.rows > 0 && x.columns !== order - 1) {
    throw invalid(`There are ${x.columns} columns, not ${order - 1}.`)
  }
  const answer = new Float64Array(answerLength(order))
  const line = new Float64Array(order).fill(1)
  for (let row = 0; row < x.rows; row++) {
    let eta = gamma[0] as number
    for (let k = 1; k < order; k++) {
      const raw = x.values[row * x.columns + k - 1] as number
      line[k] = (raw - (mean[k - 1] as number)) / (deviation[k - 1] as number)
      eta += (gamma[k] as number) * (line[k] as number)
    }
    addRow(answer, line, { p: sigmoid(eta), label: y[row] as number })
  }
  return answer
}

/** How many numbers an answer holds: a gradient of this order and the triangle of its Hessian. */
export function answerLength(order: number): number {
  return order + (order * (order + 1)) / 2
}

/** In the order given, so that every party that adds them gets the same bits. */
export function sumAnswers(answers: readonly Float64Array[]): Float64Array {
  const [first] = answers
  if (first === undefined) throw invalid('No party has answered.')
  const sum = new Float64Array(first.length)
  for (const answer of answers) {
    if (answer.length !== sum.length) throw invalid('The answers differ in length.')
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + (answer[at] as number)
  }
  return sum
}

function addRow(
  answer: Float64Array,
  line: Float64Array,
  { p, label }: { readonly p: number; readonly label: number },
): void {
  const order = line.length
  const weight = p * (1 - p)
  for (let i = 0, at = order; i < order; i++) {
    const value = line[i] as number
    answer[i] = (answer[i] as number) + (label - p) * value
    for (let j = 0; j <= i; j++, at++) {
      answer[at] = (answer[at] as number) + weight * value * (line[j] as number)
    }
  }
}
