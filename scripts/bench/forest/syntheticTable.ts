import { type Random, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { type Table, tableOf } from '@creditmesh/agency-node/analysis/table.ts'

export interface SyntheticTable {
  readonly table: Table
  readonly y: Uint8Array
}

export interface Size {
  readonly rows: number
  readonly columns: number
  readonly seed: number
}

const informative = 20
const redundant = 30
const clustersPerClass = 2
const shareOfBads = 0.05
const shareOfFlips = 0.02

/**
 * A table in the manner of Guyon's MADELON (2003), as scikit-learn's make_classification draws it: each class is a few Gaussian clusters
 * of random covariance at corners of a cube of the informative columns; the redundant ones are linear in them, the others
 * noise. Two in a hundred labels are drawn anew.
 */
export function syntheticTable({ rows, columns, seed }: Size): SyntheticTable {
  const random = seededRandom(seed)
  const normal = gaussian(random)
  const uniform = () => 2 * random() - 1
  const clusters = Array.from({ length: 2 * clustersPerClass }, () => ({
    corner: Float64Array.from({ length: informative }, () => (random() < 0.5 ? -1 : 1)),
    mix: Float64Array.from({ length: informative ** 2 }, uniform),
  }))
  const combine = Float64Array.from({ length: redundant * informative }, uniform)
  const values = Array.from({ length: columns }, () => new Float64Array(rows))
  const y = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const isBad = random() < shareOfBads
    const cluster = 2 * Math.floor(random() * clustersPerClass) + (isBad ? 1 : 0)
    const { corner, mix } = clusters[cluster] as (typeof clusters)[number]
    const point = multiply(mix, Float64Array.from({ length: informative }, normal))
    for (let k = 0; k < informative; k++) point[k] = (point[k] as number) + (corner[k] as number)
    const derived = multiply(combine, point)
    values.forEach((column, k) => {
      column[row] = point[k] ?? derived[k - informative] ?? normal()
    })
    y[row] = Number(random() < shareOfFlips ? random() < 0.5 : isBad)
  }
  const named = values.map((column, k) => ({ name: `x${k}`, values: column, specials: [] }))
  return { table: tableOf(named.map((column) => ({ kind: 'numeric', ...column }))), y }
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: matrix.length / vector.length }, (_, row) =>
    vector.reduce((sum, value, k) => sum + value * (matrix[row * vector.length + k] as number), 0),
  )
}

/** Box and Muller's pairs of normal numbers. */
function gaussian(random: Random): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
