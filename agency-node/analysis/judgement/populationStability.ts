import { invalid } from '../labels.ts'

/** How far a distribution has moved: `stable` below .10, `watch` below .25, else `shifted` (the usual bands of the trade). */
export type StabilityBand = 'stable' | 'watch' | 'shifted'

/** A share is taken as at least this, so that an empty bin stays finite. */
const LEAST_SHARE = 1e-6

/**
 * Population stability index: the sum over bins of (a - e) ln(a / e), e and a the expected and actual shares (the symmetric
 * divergence of Jeffreys). Counts of the same bins in the same order. Throws `analysis.invalid_input`.
 */
export function populationStability(
  expected: ArrayLike<number>,
  actual: ArrayLike<number>,
): number {
  if (expected.length !== actual.length) throw invalid('The two distributions differ in bins.')
  const expectedTotal = totalOf(expected, 'expected')
  const actualTotal = totalOf(actual, 'actual')
  let psi = 0
  for (let bin = 0; bin < expected.length; bin++) {
    const before = Math.max(LEAST_SHARE, (expected[bin] as number) / expectedTotal)
    const after = Math.max(LEAST_SHARE, (actual[bin] as number) / actualTotal)
    psi += (after - before) * Math.log(after / before)
  }
  return psi
}

export function stabilityBand(psi: number): StabilityBand {
  if (psi < 0.1) return 'stable'
  return psi < 0.25 ? 'watch' : 'shifted'
}

function totalOf(counts: ArrayLike<number>, name: string): number {
  let total = 0
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin] as number
    if (!(count >= 0 && Number.isFinite(count))) throw invalid(`Bin ${bin} of ${name} is no count.`)
    total += count
  }
  if (total === 0) throw invalid(`The distribution ${name} is empty.`)
  return total
}
