import type { UciRow } from '../../uciRow.ts'
import type { OutcomeModel } from '../model.ts'
import { outcomeFeatures } from '../outcome.ts'
import { round } from '../quantiles.ts'

const newtonSteps = 12
const ridge = 1e-3 // keeps the Hessian invertible where a code is rare

/** Logistic regression by Newton's method. */
export function fitOutcome(rows: readonly UciRow[]): OutcomeModel {
  const labelled = rows.filter((row) => row.defaulted !== null)
  const features = labelled.map(outcomeFeatures)
  const size = features[0]?.length ?? 0
  let beta = new Array<number>(size).fill(0)
  for (let step = 0; step < newtonSteps; step += 1) {
    const { gradient, hessian } = derivatives(features, labelled, beta)
    const change = solve(hessian, gradient)
    beta = beta.map((b, i) => b + (change[i] ?? 0))
  }
  return { coefficients: beta.map(round) }
}

function derivatives(
  features: readonly number[][],
  rows: readonly UciRow[],
  beta: readonly number[],
) {
  const size = beta.length
  const gradient = beta.map((b) => -ridge * b)
  const hessian = beta.map((_, i) => beta.map((_, j): number => (i === j ? ridge : 0)))
  features.forEach((x, n) => {
    let logit = 0
    for (let i = 0; i < size; i += 1) logit += (beta[i] ?? 0) * (x[i] ?? 0)
    const p = 1 / (1 + Math.exp(-logit))
    const error = (rows[n]?.defaulted ?? 0) - p
    for (let i = 0; i < size; i += 1) addRow(i, x, error, p * (1 - p))
  })
  function addRow(i: number, x: readonly number[], error: number, weight: number): void {
    const row = hessian[i]
    if (row === undefined || x[i] === 0) return
    gradient[i] = (gradient[i] ?? 0) + error * (x[i] ?? 0)
    for (let j = 0; j < size; j += 1) {
      row[j] = (row[j] ?? 0) + weight * (x[i] ?? 0) * (x[j] ?? 0)
    }
  }
  return { gradient, hessian }
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  const size = rows.length
  for (let column = 0; column < size; column += 1) {
    const below = rows.slice(column).map((row) => Math.abs(row[column] ?? 0))
    const pivot = column + below.indexOf(Math.max(...below))
    ;[rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []]
    for (let r = 0; r < size; r += 1) if (r !== column) eliminate(rows, r, column)
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1))
}

function eliminate(rows: number[][], target: number, column: number): void {
  const from = rows[column] ?? []
  const row = rows[target] ?? []
  const factor = (row[column] ?? 0) / (from[column] ?? 1)
  for (let k = column; k < row.length; k += 1) row[k] = (row[k] ?? 0) - factor * (from[k] ?? 0)
}
