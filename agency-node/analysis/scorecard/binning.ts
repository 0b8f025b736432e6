import { type Labels, requireSameLength } from '../labels.ts'
import { type BinCounts, weightOfEvidence } from './weightOfEvidence.ts'

/**
 * How one numeric column falls into bins. The order is fixed: the regular bins by ascending value, one bin for each
 * special code, last the bin of the missing. Fit, table and score all ask `binOf`, so they cannot disagree.
 */
export interface Binning {
  /** Ascending. Regular bin i holds cuts[i - 1] < value <= cuts[i]; the last one everything above. */
  readonly cuts: readonly number[]
  /** Values that are codes rather than quantities, e.g. "never". */
  readonly specials: readonly number[]
}

/** A value of a column: null and NaN are missing. */
export type Cell = number | null

export function binCount({ cuts, specials }: Binning): number {
  return cuts.length + specials.length + 2
}

export function missingBin(binning: Binning): number {
  return binCount(binning) - 1
}

/** The bin of a value. Infinities fall into the outermost regular bins. */
export function binOf(binning: Binning, value: Cell): number {
  if (value === null || Number.isNaN(value)) return missingBin(binning)
  const special = binning.specials.indexOf(value)
  if (special !== -1) return binning.cuts.length + 1 + special
  let low = 0
  let high = binning.cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= (binning.cuts[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}

/** The bin of each row of a column; NaN is missing. */
export function binColumn(binning: Binning, column: Float64Array): Uint16Array {
  return Uint16Array.from(column, (value) => binOf(binning, value))
}

/** Goods and bads in each bin. */
export function countBins(binning: Binning, binned: Uint16Array, y: Labels): BinCounts[] {
  requireSameLength(y, binned, 'column')
  const bins = Array.from({ length: binCount(binning) }, () => ({ good: 0, bad: 0 }))
  for (let row = 0; row < y.length; row++) {
    const bin = bins[binned[row] as number] as { good: number; bad: number }
    if (y[row] === 1) bin.bad++
    else bin.good++
  }
  return bins
}

export interface EvidenceTable {
  readonly bins: BinCounts[]
  readonly woe: number[]
  readonly iv: number
}

/**
 * The table behind a binned column. A special or missing bin with fewer than `minimumCount` people says nothing: its
 * weight is the average's, 0, and it is left out of the information value.
 */
export function evidenceTable(
  binning: Binning,
  bins: BinCounts[],
  minimumCount = 0,
): EvidenceTable {
  const regular = binning.cuts.length + 1
  const least = Math.max(1, minimumCount) // nobody is evidence of nothing
  const counts = (bin: BinCounts, at: number) => at < regular || bin.good + bin.bad >= least
  const { woe } = weightOfEvidence(bins)
  const told = woe.map((weight, at) => (counts(bins[at] as BinCounts, at) ? weight : 0))
  const goods = bins.reduce((sum, bin) => sum + bin.good, 0)
  const bads = bins.reduce((sum, bin) => sum + bin.bad, 0)
  const iv = bins.reduce(
    (sum, bin, at) => sum + (bin.good / goods - bin.bad / bads) * (told[at] as number),
    0,
  )
  return { bins, woe: told, iv }
}
