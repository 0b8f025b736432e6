import type { DesignMatrix } from './designMatrix.ts'

/**
 * The lower triangle of X' W X (row-major, order of the columns), summed over rows in fours. A column that is 0 in all four is
 * passed over, which is what makes many indicators cheap; the order of summation does not depend on anything else.
 */
export function weightedGram({ rows, columns, values }: DesignMatrix, weights: Float64Array) {
  const gram = new Float64Array(columns * columns)
  const whole = rows - (rows % 4)
  for (let row = 0; row < whole; row += 4) addFour(gram, { columns, values }, { row, weights })
  for (let row = whole; row < rows; row++) addOne(gram, { columns, values }, { row, weights })
  return gram
}

type Matrix = Pick<DesignMatrix, 'columns' | 'values'>
interface At {
  readonly row: number
  readonly weights: Float64Array
}

function addFour(gram: Float64Array, { columns, values }: Matrix, { row, weights }: At): void {
  const a = row * columns
  const b = a + columns
  const c = b + columns
  const d = c + columns
  const weightA = weights[row] as number
  const weightB = weights[row + 1] as number
  const weightC = weights[row + 2] as number
  const weightD = weights[row + 3] as number
  for (let i = 0; i < columns; i++) {
    const atA = weightA * (values[a + i] as number)
    const atB = weightB * (values[b + i] as number)
    const atC = weightC * (values[c + i] as number)
    const atD = weightD * (values[d + i] as number)
    if (atA === 0 && atB === 0 && atC === 0 && atD === 0) continue
    const line = i * columns
    for (let j = 0; j <= i; j++) {
      gram[line + j] =
        (gram[line + j] as number) +
        (atA * (values[a + j] as number) +
          atB * (values[b + j] as number) +
          (atC * (values[c + j] as number) + atD * (values[d + j] as number)))
    }
  }
}

function addOne(gram: Float64Array, { columns, values }: Matrix, { row, weights }: At): void {
  const from = row * columns
  for (let i = 0; i < columns; i++) {
    const weighted = (weights[row] as number) * (values[from + i] as number)
    if (weighted === 0) continue
    for (let j = 0; j <= i; j++) {
      const cell = i * columns + j
      gram[cell] = (gram[cell] as number) + weighted * (values[from + j] as number)
    }
  }
}
