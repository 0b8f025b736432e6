import {
  populationStability,
  type StabilityBand,
  stabilityBand,
} from '../judgement/populationStability.ts'
import { invalid } from '../labels.ts'
import { type Binning, binColumn, binCount } from '../scorecard/binning.ts'
import { chiSquareTail } from '../scorecard/chiSquare.ts'

/** People by bin, once in training and now; bins in one order. */
export interface Distributions {
  readonly name: string
  readonly expected: ArrayLike<number>
  readonly actual: ArrayLike<number>
}

export interface Drift {
  readonly name: string
  readonly psi: number
  readonly band: StabilityBand
  /** Probability of at least this index by chance, where nothing has moved. */
  readonly p: number
  /** The bin that contributes most. */
  readonly worstBin: number
}

/**
 * The stability of features and score, in the order given, in the bands of .10 and .25. Few people move by chance: without drift
 * PSI / (1/N + 1/M) is about chi-square with bins - 1 degrees of freedom (Yurdakul and Naranjo 2020), which gives `p`.
 * Bins empty on both sides are left out of the degrees of freedom. Throws `analysis.invalid_input`.
 */
export function drift(items: readonly Distributions[]): Drift[] {
  return items.map(({ name, expected, actual }) => {
    const psi = populationStability(expected, actual)
    const [before, now] = [total(expected), total(actual)]
    const parts = Array.from(expected, (people, bin) => ({
      bin,
      isUsed: people > 0 || (actual[bin] as number) > 0,
      moved: contribution(people / before, (actual[bin] as number) / now),
    }))
    const degrees = parts.filter(({ isUsed }) => isUsed).length - 1
    const p = degrees < 1 ? 1 : chiSquareTail(psi / (1 / before + 1 / now), degrees)
    const worst = parts.reduce((most, part) => (part.moved > most.moved ? part : most))
    return { name, psi, band: stabilityBand(psi), p, worstBin: worst.bin }
  })
}

/** People by bin of a column, gaps and special codes last, as the card bins them. */
export function countColumn(binning: Binning, column: Float64Array): Float64Array {
  const counts = new Float64Array(binCount(binning))
  for (const bin of binColumn(binning, column)) counts[bin] = (counts[bin] as number) + 1
  return counts
}

/** People by range of the score, as the artefact keeps it: at most each cut, ascending, then above. */
export function countScores(cuts: readonly number[], scores: ArrayLike<number>): Float64Array {
  if (cuts.some((cut, at) => at > 0 && cut <= (cuts[at - 1] as number))) {
    throw invalid('The cuts of the score do not ascend.')
  }
  const counts = new Float64Array(cuts.length + 1)
  for (let row = 0; row < scores.length; row++) {
    const place = cuts.findIndex((cut) => (scores[row] as number) <= cut)
    const bin = place === -1 ? cuts.length : place
    counts[bin] = (counts[bin] as number) + 1
  }
  return counts
}

/** One bin's part of the index, floored as there. */
function contribution(before: number, after: number): number {
  const [from, to] = [Math.max(1e-6, before), Math.max(1e-6, after)]
  return (to - from) * Math.log(to / from)
}

function total(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((sum, count) => sum + count, 0)
}
