import { correlation } from '../analysis/linear/correlation.ts'
import {
  type Binning,
  binColumn,
  countBins,
  type EvidenceTable,
  evidenceTable,
} from '../analysis/scorecard/binning.ts'
import { type BinningOptions, fitBinning } from '../analysis/scorecard/optimalBinning.ts'
import { type FeatureDefinition, featureCatalogue } from './featureCatalogue.ts'

/** A feature that tells something, as the training rows show it. */
export interface Candidate {
  readonly definition: FeatureDefinition
  readonly binning: Binning
  readonly table: EvidenceTable
  /** Weight of evidence of each training row. */
  readonly weights: Float64Array
}

export interface CandidateOptions extends Pick<BinningOptions, 'maxBins' | 'minimumShare'> {
  /** A code or gap with fewer people than this says nothing. */
  readonly minimumCount: number
  /** Least information value. */
  readonly minimumInformation: number
  /** Of two features correlated beyond this, the less informative one goes. */
  readonly maxCorrelation: number
}

/** Candidates by information value, most first, equal ones in the order of the catalogue. */
export function findCandidates(
  columns: readonly Float64Array[],
  y: Uint8Array,
  options: CandidateOptions,
): Candidate[] {
  const candidates = featureCatalogue
    .map((definition, at) =>
      candidateOf(definition, { column: columns[at] as Float64Array, y, options }),
    )
    .filter(({ table }) => table.iv >= options.minimumInformation)
    .sort((a, b) => b.table.iv - a.table.iv)
  return withoutTwins(candidates, options.maxCorrelation)
}

interface Source {
  readonly column: Float64Array
  readonly y: Uint8Array
  readonly options: CandidateOptions
}

function candidateOf(definition: FeatureDefinition, { column, y, options }: Source): Candidate {
  const { trend, specials } = definition
  const { maxBins, minimumShare, minimumCount } = options
  const fitted = fitBinning(column, y, {
    trend,
    specials,
    ...(maxBins === undefined ? {} : { maxBins }),
    ...(minimumShare === undefined ? {} : { minimumShare }),
  })
  const binned = binColumn(fitted, column)
  const table = evidenceTable(fitted, countBins(fitted, binned, y), minimumCount)
  const weights = Float64Array.from(binned, (bin) => table.woe[bin] as number)
  return { definition, binning: fitted, table, weights }
}

function withoutTwins(candidates: readonly Candidate[], maxCorrelation: number): Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of candidates) {
    const isTwin = kept.some(
      ({ weights }) => Math.abs(correlation(weights, candidate.weights)) > maxCorrelation,
    )
    if (!isTwin) kept.push(candidate)
  }
  return kept
}
