import { invalid, type Labels, requireFinite } from '../labels.ts'
import { type Random, randomBelow, seededRandom } from '../random.ts'

/** The generator of one tree: depends on the seed and the tree's number alone, so any thread may grow any tree. */
export function randomOfTree(seed: number, tree: number): Random {
  return seededRandom(seed + (tree + 1) * 2 ** 32)
}

export function requireSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return
  throw invalid('The seed is not a whole number from 0 to 4294967295.')
}

/** How often each row is drawn. Without `cumulative` all rows have the same chance. */
export function drawRows(
  random: Random,
  rows: number,
  { draws = rows, cumulative }: { readonly draws?: number; readonly cumulative?: Float64Array },
): Uint32Array {
  const counts = new Uint32Array(rows)
  for (let k = 0; k < draws; k++) {
    const row = cumulative === undefined ? randomBelow(random, rows) : pick(cumulative, random())
    counts[row] = (counts[row] as number) + 1
  }
  return counts
}

/** Sums of the weights, row by row. Weights are chances relative to one another: none negative, not all 0. */
export function cumulate(weights: Labels): Float64Array {
  requireFinite(weights, 'weights')
  let sum = 0
  const sums = Float64Array.from(weights, (weight, row) => {
    if (weight < 0) throw invalid(`The weight of row ${row} is negative.`)
    sum += weight
    return sum
  })
  if (!(sum > 0)) throw invalid('All weights are 0.')
  return sums
}

/** The first row whose sum exceeds the share of the total; a row of weight 0 is never it. */
function pick(cumulative: Float64Array, share: number): number {
  const wanted = share * (cumulative.at(-1) as number)
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cumulative[middle] as number) > wanted) high = middle
    else low = middle + 1
  }
  return low
}
