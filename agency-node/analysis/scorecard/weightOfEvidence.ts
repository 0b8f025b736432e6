import { invalid } from '../labels.ts'

export interface BinCounts {
  readonly good: number
  readonly bad: number
}

export interface WeightOfEvidence {
  /** One a bin: ln(share of goods / share of bads), so a positive one is safer than the average. */
  readonly woe: number[]
  /** Information value: the sum over bins of (share of goods - share of bads) * woe. */
  readonly iv: number
}

/** What is added to both counts of a bin when one of them is 0, or both; other bins stay as counted. */
const ZERO_COUNT_CORRECTION = 0.5

/** Totals are those of the uncorrected counts, so that the other bins keep exactly ln(share / share). */
export function weightOfEvidence(bins: readonly BinCounts[]): WeightOfEvidence {
  const goods = bins.reduce((sum, bin) => sum + counted(bin.good), 0)
  const bads = bins.reduce((sum, bin) => sum + counted(bin.bad), 0)
  if (goods === 0 || bads === 0) throw invalid('Weight of evidence needs goods and bads.')
  let iv = 0
  const woe = bins.map((bin) => {
    const correction = bin.good === 0 || bin.bad === 0 ? ZERO_COUNT_CORRECTION : 0
    const goodShare = (bin.good + correction) / goods
    const badShare = (bin.bad + correction) / bads
    const weight = Math.log(goodShare / badShare)
    iv += (goodShare - badShare) * weight
    return weight
  })
  return { woe, iv }
}

function counted(count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count
  throw invalid('A count of a bin is not a whole number of people.')
}
