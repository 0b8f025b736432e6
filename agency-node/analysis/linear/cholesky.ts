/**
 * Solves A x = b for a symmetric positive definite A (row-major, order n), in place of `a`. Gives the row whose pivot is
 * not above `tolerance` times its diagonal, which then depends on the rows before it, or the solution.
 */
export function solvePositive(
  a: Float64Array,
  b: Float64Array,
  tolerance = 1e-12,
): { readonly x: Float64Array } | { readonly dependentRow: number } {
  const dependentRow = factorise(a, b.length, tolerance)
  return dependentRow === -1 ? { x: substitute(a, b) } : { dependentRow }
}

/** Writes the lower Cholesky factor over the lower triangle; -1 or the row that has no pivot. */
function factorise(a: Float64Array, n: number, tolerance: number): number {
  for (let row = 0; row < n; row++) {
    const diagonal = a[row * n + row] as number
    for (let column = 0; column <= row; column++) {
      let sum = a[row * n + column] as number
      for (let k = 0; k < column; k++) {
        sum -= (a[row * n + k] as number) * (a[column * n + k] as number)
      }
      if (column < row) a[row * n + column] = sum / (a[column * n + column] as number)
      else if (!(sum > diagonal * tolerance)) return row
      else a[row * n + row] = Math.sqrt(sum)
    }
  }
  return -1
}

function substitute(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  const x = Float64Array.from(b)
  for (let row = 0; row < n; row++) {
    let sum = x[row] as number
    for (let k = 0; k < row; k++) sum -= (lower[row * n + k] as number) * (x[k] as number)
    x[row] = sum / (lower[row * n + row] as number)
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = x[row] as number
    for (let k = row + 1; k < n; k++) sum -= (lower[k * n + row] as number) * (x[k] as number)
    x[row] = sum / (lower[row * n + row] as number)
  }
  return x
}

/** The inverse (whole, row-major) of a symmetric positive definite matrix of which the lower triangle is given and overwritten. */
export function invertPositive(a: Float64Array, n: number, tolerance = 1e-12): Float64Array | null {
  if (factorise(a, n, tolerance) !== -1) return null
  const inverse = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    const unit = new Float64Array(n)
    unit[k] = 1
    inverse.set(substitute(a, unit), k * n)
  }
  return inverse
}
