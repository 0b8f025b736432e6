import { countBothClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import type { Binning } from './binning.ts'
import { type PreBins, preBin } from './preBinning.ts'

/** How the share of bads must move with the value; `auto` takes the better of the two directions. */
export type Trend = 'none' | 'rising' | 'falling' | 'auto'

export interface BinningOptions {
  readonly trend?: Trend
  readonly specials?: readonly number[]
  readonly maxBins?: number
  /** Least share of all rows in a regular bin. */
  readonly minimumShare?: number
  /** Groups that the search may cut between. */
  readonly maxGroups?: number
  /** What a further bin must gain in log-likelihood; half the logarithm of the rows (BIC) by default. */
  readonly pricePerBin?: number
}

/**
 * Supervised binning: of all partitions of the ordered groups that keep the trend and the least share, the one with the
 * greatest binomial log-likelihood less a price per bin, found exactly by dynamic programming. Deterministic: a later
 * candidate replaces an earlier one only if it is strictly better. NaN marks the missing.
 */
export function fitBinning(column: Float64Array, y: Labels, options: BinningOptions = {}): Binning {
  const { specials = [], maxBins = 8, minimumShare = 0.05, maxGroups = 50 } = options
  requireSameLength(y, column, 'column')
  countBothClasses(y)
  if (maxBins < 1 || !(minimumShare >= 0 && minimumShare <= 1) || maxGroups < 1) {
    throw invalid('An option of the binning is out of range.')
  }
  const groups = preBin(column, y, { maxGroups, specials })
  const search = {
    groups,
    maxBins,
    minimumRows: Math.max(1, minimumShare * column.length),
    price: options.pricePerBin ?? Math.log(Math.max(groups.rows, 1)) / 2,
  }
  const { trend = 'none' } = options
  const found =
    trend === 'auto'
      ? better(bestPartition(search, 'rising'), bestPartition(search, 'falling'))
      : bestPartition(search, trend)
  return { cuts: found.ends.map((end) => groups.cuts[end] as number), specials }
}

interface Search {
  readonly groups: PreBins
  readonly maxBins: number
  readonly minimumRows: number
  readonly price: number
}

interface Partition {
  readonly gain: number
  /** Last group of each bin but the last. */
  readonly ends: readonly number[]
}

function better(first: Partition, second: Partition): Partition {
  return second.gain > first.gain ? second : first
}

/** best[k][from][to]: the best partition of groups 0..to into k + 1 bins, of which the last is from..to. */
function bestPartition(search: Search, trend: Trend): Partition {
  const { groups } = search
  const size = groups.counts.length
  if (size === 0) return { gain: 0, ends: [] }
  const runs = cumulate(groups)
  const layers = [firstLayer(search, runs)]
  while (layers.length < Math.min(search.maxBins, size)) {
    layers.push(nextLayer(search, runs, { previous: layers.at(-1) as Layer, trend }))
  }
  let best = { gain: Number.NEGATIVE_INFINITY, bins: 0, from: 0 }
  layers.forEach((layer, bins) => {
    for (let from = 0; from < size; from++) {
      const gain = layer.gain[from * size + size - 1] as number
      if (gain > best.gain) best = { gain, bins, from }
    }
  })
  return { gain: best.gain, ends: trace(layers, size, best) }
}

/** Goods and bads before each group: whole numbers, so the sums over any run of groups are exact. */
interface Runs {
  readonly good: Float64Array
  readonly bad: Float64Array
}

function cumulate({ counts }: PreBins): Runs {
  const good = new Float64Array(counts.length + 1)
  const bad = new Float64Array(counts.length + 1)
  counts.forEach((count, at) => {
    good[at + 1] = (good[at] as number) + count.good
    bad[at + 1] = (bad[at] as number) + count.bad
  })
  return { good, bad }
}

interface Layer {
  /** By from * size + to; minus infinity where no such partition is allowed. */
  readonly gain: Float64Array
  /** First group of the bin before the last. */
  readonly before: Int32Array
}

function emptyLayer(size: number): Layer {
  const cells = size * size
  return {
    gain: new Float64Array(cells).fill(Number.NEGATIVE_INFINITY),
    before: new Int32Array(cells).fill(-1),
  }
}

function goodsIn({ good }: Runs, from: number, to: number): number {
  return (good[to + 1] as number) - (good[from] as number)
}

function badsIn({ bad }: Runs, from: number, to: number): number {
  return (bad[to + 1] as number) - (bad[from] as number)
}

/** Binomial log-likelihood of one bin at its own share of bads, less its price; minus infinity if too small. */
function worth(search: Search, runs: Runs, [from, to]: readonly [number, number]): number {
  const good = goodsIn(runs, from, to)
  const bad = badsIn(runs, from, to)
  if (good + bad < search.minimumRows) return Number.NEGATIVE_INFINITY
  return xLogX(good) + xLogX(bad) - xLogX(good + bad) - search.price
}

function xLogX(count: number): number {
  return count === 0 ? 0 : count * Math.log(count)
}

/** One bin over everything, always allowed when it reaches the last group, so that a partition always exists. */
function firstLayer(search: Search, runs: Runs): Layer {
  const size = search.groups.counts.length
  const layer = emptyLayer(size)
  for (let to = 0; to < size; to++) layer.gain[to] = worth(search, runs, [0, to])
  const whole = worth({ ...search, minimumRows: 0 }, runs, [0, size - 1])
  layer.gain[size - 1] = whole
  return layer
}

function nextLayer(
  search: Search,
  runs: Runs,
  { previous, trend }: { readonly previous: Layer; readonly trend: Trend },
): Layer {
  const size = search.groups.counts.length
  const layer = emptyLayer(size)
  for (let from = 1; from < size; from++) {
    for (let to = from; to < size; to++) {
      const own = worth(search, runs, [from, to])
      if (own === Number.NEGATIVE_INFINITY) continue
      const cell = from * size + to
      for (let before = 0; before < from; before++) {
        const gain = (previous.gain[before * size + from - 1] as number) + own
        if (!(gain > (layer.gain[cell] as number))) continue
        if (!keepsTrend(runs, trend, [before, from, to])) continue
        layer.gain[cell] = gain
        layer.before[cell] = before
      }
    }
  }
  return layer
}

/** Compares the shares of bads of two neighbouring bins by cross products of whole numbers: exact. */
function keepsTrend(
  runs: Runs,
  trend: Trend,
  [before, from, to]: readonly [number, number, number],
): boolean {
  if (trend === 'none') return true
  const lower = badsIn(runs, before, from - 1) * goodsIn(runs, from, to)
  const upper = badsIn(runs, from, to) * goodsIn(runs, before, from - 1)
  return trend === 'rising' ? lower <= upper : lower >= upper
}

function trace(
  layers: readonly Layer[],
  size: number,
  { bins, from }: { readonly bins: number; readonly from: number },
): number[] {
  const ends: number[] = []
  let to = size - 1
  for (let bin = bins, at = from; bin > 0; bin--) {
    const before = (layers[bin] as Layer).before[at * size + to] as number
    to = at - 1
    ends.unshift(to)
    at = before
  }
  return ends
}
