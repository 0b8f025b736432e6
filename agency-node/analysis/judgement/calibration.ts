import { ascendingOrder } from '../ascendingOrder.ts'
import { invalid, type Labels, requireFinite, requireSameLength } from '../labels.ts'
import { chiSquareTail } from '../scorecard/chiSquare.ts'

export interface Calibration {
  /** Mean squared error of the probabilities. */
  readonly brier: number
  /** Mean of -ln of the probability given to what happened. */
  readonly logLoss: number
  /** Expected calibration error over equal-width bins, right-closed; 0 belongs to the first. */
  readonly ece: number
  /** Null below three bins, where the test has no degree of freedom. */
  readonly hosmerLemeshow: { readonly statistic: number; readonly p: number } | null
}

/** Probabilities 0 and 1 are drawn in by this much for the log loss alone, so that it stays finite. */
const LOG_LOSS_FLOOR = 1e-15

/** Finer than any table of probabilities; a slip of a unit shall not fill the memory. */
const MOST_BINS = 1_000_000

export function calibration(y: Labels, p: ArrayLike<number>, bins = 10): Calibration {
  requireSameLength(y, p, 'p')
  requireFinite(p, 'p')
  if (y.length === 0) throw invalid('There are no rows.')
  if (!Number.isSafeInteger(bins) || bins < 1) throw invalid('The number of bins is not positive.')
  if (bins > MOST_BINS) throw invalid(`There are more than ${MOST_BINS} bins.`)
  let squares = 0
  let logs = 0
  for (let row = 0; row < y.length; row++) {
    const probability = p[row] as number
    if (probability < 0 || probability > 1) throw invalid(`Row ${row} of p is no probability.`)
    squares += ((y[row] as number) - probability) ** 2
    // Drawn in before it is taken from 1, as everybody does: the last digits of a wrong 1 depend on it.
    const drawnIn = Math.min(Math.max(probability, LOG_LOSS_FLOOR), 1 - LOG_LOSS_FLOOR)
    logs -= Math.log(y[row] === 1 ? drawnIn : 1 - drawnIn)
  }
  return {
    brier: squares / y.length,
    logLoss: logs / y.length,
    ece: expectedCalibrationError(y, p, bins),
    hosmerLemeshow: bins < 3 ? null : hosmerLemeshow(y, p, bins),
  }
}

function expectedCalibrationError(y: Labels, p: ArrayLike<number>, bins: number): number {
  const happened = new Float64Array(bins)
  const expected = new Float64Array(bins)
  for (let row = 0; row < y.length; row++) {
    const bin = equalWidthBin(p[row] as number, bins)
    happened[bin] = (happened[bin] as number) + (y[row] as number)
    expected[bin] = (expected[bin] as number) + (p[row] as number)
  }
  const gaps = happened.map((sum, bin) => Math.abs(sum - (expected[bin] as number)))
  return gaps.reduce((sum, gap) => sum + gap, 0) / y.length
}

/** The bin with edges k / bins that holds p, right-closed. The product may round across an edge: compare. */
function equalWidthBin(p: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(p * bins) - 1))
  if (bin > 0 && p <= bin / bins) bin--
  if (bin < bins - 1 && p > (bin + 1) / bins) bin++
  return bin
}

/** Groups are floor(rank * groups / n) by ascending p, equal ones by row (Hosmer and Lemeshow 1980). */
function hosmerLemeshow(y: Labels, p: ArrayLike<number>, groups: number) {
  const order = ascendingOrder(p)
  const happened = new Float64Array(groups)
  const expected = new Float64Array(groups)
  const size = new Float64Array(groups)
  order.forEach((row, rank) => {
    const group = Math.floor((rank * groups) / order.length)
    happened[group] = (happened[group] as number) + (y[row] as number)
    expected[group] = (expected[group] as number) + (p[row] as number)
    size[group] = (size[group] as number) + 1
  })
  let statistic = 0
  for (let group = 0; group < groups; group++) {
    const mean = expected[group] as number
    const gap = (happened[group] as number) - mean
    // A group whose probabilities are all 0 or all 1 and right says nothing; a wrong one says everything.
    if (gap !== 0) statistic += gap ** 2 / (mean * (1 - mean / (size[group] as number)))
  }
  return { statistic, p: chiSquareTail(statistic, groups - 2) }
}
