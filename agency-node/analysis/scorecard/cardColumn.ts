import type { Labels } from '../labels.ts'
import type { Column } from '../table.ts'
import {
  type Binning,
  binColumn,
  binOf,
  countBins,
  type EvidenceTable,
  evidenceTable,
} from './binning.ts'
import { rankLevels } from './levelRanks.ts'
import { type BinningOptions, fitBinning } from './optimalBinning.ts'

/** How the cells of a column fall into bins. */
export interface ColumnBins {
  /** Place in the table. */
  readonly column: number
  readonly name: string
  /** By code, the value that is binned in place of a category; null: training never saw it, so it counts as missing. */
  readonly ranks: readonly (number | null)[] | null
  readonly binning: Binning
}

export interface BinnedColumn {
  readonly bins: ColumnBins
  readonly evidence: EvidenceTable
  /** Weight of evidence of each row. */
  readonly weights: Float64Array
}

export interface ColumnBinsOptions extends Pick<BinningOptions, 'maxBins' | 'trend'> {
  /** Least share of all rows in a regular bin. */
  readonly minimumShare: number
  /** A special code or gap with fewer rows says nothing. */
  readonly minimumCount: number
}

/** Bins quantities by size and categories by their share of bads; gaps and each special code have bins of their own. */
export function binTableColumn(
  source: { readonly column: Column; readonly at: number },
  y: Labels,
  { minimumCount, ...options }: ColumnBinsOptions,
): BinnedColumn {
  const { column, at } = source
  const ranks =
    column.kind === 'numeric' ? null : rankLevels(column.codes, y, column.categories.length)
  const values = toValues(ranks, column)
  const pricePerBin = priceOf(column, values)
  const binning =
    column.kind === 'numeric'
      ? fitBinning(values, y, { ...options, pricePerBin, specials: column.specials })
      : fitBinning(values, y, { ...options, pricePerBin, trend: 'none' })
  const binned = binColumn(binning, values)
  const evidence = evidenceTable(binning, countBins(binning, binned, y), minimumCount)
  const weights = Float64Array.from(binned, (bin) => evidence.woe[bin] as number)
  return { bins: { column: at, name: column.name, ranks, binning }, evidence, weights }
}

/** Groups of values that the search cuts between, see `fitBinning`. */
const MOST_PLACES = 50

/**
 * What a further bin must gain in log-likelihood: half the logarithm of the places where its cut could stand, so that a column of
 * few values is not paid for the freedom of one of many. Ordering levels by their outcome gains by itself half a unit a level
 * (Wilks), which a quarter a bin takes back. Chosen on the four public tables.
 */
function priceOf({ kind }: Column, values: Float64Array): number {
  const places = Math.max(1, new Set(values).size)
  const price = Math.max(0.5, Math.log(Math.min(places, MOST_PLACES)) / 2)
  return kind === 'numeric' ? price : Math.max(price, (places - 1) / 4)
}

/** The bin of each row of a column of the same kind. */
export function binsOfColumn({ ranks, binning }: ColumnBins, column: Column): Uint16Array {
  return binColumn(binning, toValues(ranks, column))
}

/** The bin of one cell: a quantity or the code of a category. */
export function binOfCell({ ranks, binning }: ColumnBins, cell: number): number {
  return binOf(binning, ranks === null ? cell : (ranks[cell] ?? null))
}

function toValues(ranks: ColumnBins['ranks'], column: Column): Float64Array {
  if (column.kind === 'numeric') return column.values
  return Float64Array.from(column.codes, (code) => ranks?.[code] ?? Number.NaN)
}
