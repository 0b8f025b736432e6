import type { DesignMatrix } from '../linear/designMatrix.ts'

/** From 2^-7 to 2^40, eight steps to each doubling, the same below 0: whole numbers up to 16 have a cell each. */
const lowestExponent = -7
const highestExponent = 39
const stepsPerDoubling = 8

/** Upper ends of the cells that every party counts in, the same for every column and known without looking at data. */
export const gridEdges: Float64Array = makeEdges()
export const gridCells = gridEdges.length + 1

/** Rows of each column in each cell, column by column. What it tells of the pool: its exact distribution over the grid. */
export function countOnGrid({ rows, columns, values }: DesignMatrix): Float64Array {
  const counts = new Float64Array(columns * gridCells)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = column * gridCells + levelOf(gridEdges, values[row * columns + column] as number)
      counts[at] = (counts[at] as number) + 1
    }
  }
  return counts
}

/** Cuts of one column from the counts of the pool: at most `bins` classes about alike, none under `minRows`. */
export function chooseCuts(
  counts: ArrayLike<number>,
  { bins, minRows }: { readonly bins: number; readonly minRows: number },
): number[] {
  let rowsLeft = 0
  for (let cell = 0; cell < counts.length; cell++) rowsLeft += counts[cell] as number
  const cuts: number[] = []
  let held = 0
  for (let cell = 0; cell < gridEdges.length && cuts.length < bins - 1; cell++) {
    held += counts[cell] as number
    const fair = rowsLeft / (bins - cuts.length)
    if (held < Math.max(fair, minRows) || rowsLeft - held < minRows) continue
    cuts.push(gridEdges[cell] as number)
    rowsLeft -= held
    held = 0
  }
  return cuts
}

/** The first edge that is not below the value; edges.length where all are. */
export function levelOf(edges: ArrayLike<number>, value: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= (edges[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}

function makeEdges(): Float64Array {
  const positive: number[] = []
  for (let exponent = lowestExponent; exponent <= highestExponent; exponent++) {
    for (let step = 0; step < stepsPerDoubling; step++) {
      positive.push(2 ** exponent * (1 + step / stepsPerDoubling))
    }
  }
  return Float64Array.from([...positive.map((edge) => -edge).reverse(), 0, ...positive])
}
