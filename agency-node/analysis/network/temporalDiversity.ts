import { invalid } from '../labels.ts'

export interface TemporalDiversity {
  /** Entropy over that of equally full non-empty bins: 1 is even. Null below two non-empty bins, where it says nothing. */
  readonly diversityNonEmpty: number | null
  /** Entropy over that of equally full bins, all of them. Null without any transaction. */
  readonly diversityAll: number | null
  /** Share of the three fullest bins. Null without any transaction. */
  readonly loyalty3: number | null
}

const favourites = 3

/**
 * How evenly transactions spread over bins such as weekdays (Singh, Bozkaya and Pentland 2015; the paper, section 4.2):
 * D = -sum p log p / log M with M the non-empty bins, or all; and the loyalty to the three fullest.
 * Bins are numbers or sums, at least 0. Throws `analysis.invalid_input`.
 */
export function temporalDiversity(bins: ArrayLike<number>): TemporalDiversity {
  const values = Array.from(bins)
  if (values.some((value) => !(value >= 0 && value < Infinity))) {
    throw invalid('A bin is negative or not a finite number.')
  }
  const total = sumOf(values)
  if (!(total > 0)) return { diversityNonEmpty: null, diversityAll: null, loyalty3: null }
  if (total === Infinity) throw invalid('The bins add up to more than a number can hold.')
  const shares = values.filter((value) => value > 0).map((value) => value / total)
  const entropy = Math.abs(sumOf(shares.map((share) => (share > 0 ? share * Math.log(share) : 0)))) // each term is at most 0
  const top = values.toSorted((a, b) => b - a).slice(0, favourites)
  return {
    diversityNonEmpty: shares.length < 2 ? null : entropy / Math.log(shares.length),
    diversityAll: values.length < 2 ? null : entropy / Math.log(values.length),
    loyalty3: sumOf(top) / total,
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
