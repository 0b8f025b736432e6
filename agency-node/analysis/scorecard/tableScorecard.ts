import { countBothClasses, type Labels, requireSameLength } from '../labels.ts'
import { chooseRidge } from '../linear/chooseRidge.ts'
import { correlation } from '../linear/correlation.ts'
import { fromColumns } from '../linear/designMatrix.ts'
import { fitRidgeLogistic } from '../linear/ridgeLogistic.ts'
import type { Table } from '../table.ts'
import { requireShape, shapeOf, type TableShape } from '../tableShape.ts'
import {
  type BinnedColumn,
  binOfCell,
  binsOfColumn,
  binTableColumn,
  type ColumnBins,
  type ColumnBinsOptions,
} from './cardColumn.ts'
import {
  basePointsOf,
  binPointsOf,
  type PointsScale,
  probabilityOfDefault,
  standardScale,
} from './scorecard.ts'
import type { BinCounts } from './weightOfEvidence.ts'

export interface TableCardOptions extends Partial<ColumnBinsOptions> {
  readonly scale?: PointsScale
  /** Chosen by approximate leave-one-out likelihood by default. */
  readonly l2?: number
  /** A column needs more information value than this; by default any at all. */
  readonly minimumInformation?: number
  /** Of two columns whose weights are correlated beyond this, the less informative one goes. */
  readonly maxCorrelation?: number
  /** Share of goods that undersampling kept: corrects the base points, so that points mean true odds. */
  readonly goodsKept?: number
}

export interface TableCardColumn extends ColumnBins {
  readonly counts: readonly BinCounts[]
  readonly woe: readonly number[]
  readonly iv: number
  /** In the log-odds of bad: negative, as a positive weight is safer. */
  readonly coefficient: number
  /** Whole points by bin. */
  readonly points: readonly number[]
}

/** A scorecard over the columns of a table. Plain JSON. */
export interface TableCard {
  readonly kind: 'scorecard'
  readonly shape: TableShape
  readonly scale: PointsScale
  /** Log-odds of bad where all weights are 0. */
  readonly intercept: number
  readonly basePoints: number
  readonly l2: number
  readonly columns: readonly TableCardColumn[]
}

const defaults = {
  maxBins: 8,
  minimumShare: 0.03,
  minimumCount: 15,
  minimumInformation: 0,
  maxCorrelation: 0.98,
  goodsKept: 1,
  scale: standardScale,
}

/**
 * Fits a scorecard: supervised bins, weights of evidence, a penalised regression of them, whole points. A column whose weight comes
 * out with the wrong sign beside the others would contradict its own bins: it leaves. Where no column tells anything, everybody
 * gets the base points. Throws `analysis.one_class`, `analysis.invalid_input`. Draws nothing at random.
 */
export function fitTableCard(table: Table, y: Labels, options: TableCardOptions = {}): TableCard {
  requireSameLength(y, { length: table.rows }, 'rows')
  const { good, bad } = countBothClasses(y)
  const chosen = { ...defaults, ...options }
  const { scale, goodsKept } = chosen
  const { columns, beta, l2 } = fitWeights(candidatesOf(table, y, chosen), y, options.l2)
  // ln of the odds of bad before undersampling: those after it times the share of goods kept.
  const intercept = (beta[0] ?? Math.log(bad / good)) + Math.log(goodsKept)
  return {
    ...{ kind: 'scorecard', shape: shapeOf(table), scale, intercept, l2 },
    basePoints: basePointsOf(scale, intercept),
    columns: columns.map(({ bins, evidence }, at) => {
      const coefficient = beta[at + 1] as number
      const points = binPointsOf(scale, { coefficient, woe: evidence.woe })
      const { bins: counts, woe, iv } = evidence
      return { ...bins, counts, woe, iv, coefficient, points }
    }),
  }
}

/** The score of each row: base points and the points of its bins, whole. Throws `model.features_mismatch`. */
export function scoreTable(card: TableCard, table: Table): Int32Array {
  requireShape(card.shape, table)
  const scores = new Int32Array(table.rows).fill(card.basePoints)
  for (const column of card.columns) {
    const bins = binsOfColumn(column, table.columns[column.column] as Table['columns'][number])
    for (let row = 0; row < scores.length; row++) {
      scores[row] = (scores[row] as number) + (column.points[bins[row] as number] as number)
    }
  }
  return scores
}

/** The probability of bad of each row, by its points alone: score and probability cannot disagree. */
export function predictTableCard(card: TableCard, table: Table): Float64Array {
  return Float64Array.from(scoreTable(card, table), (score) =>
    probabilityOfDefault(card.scale, score),
  )
}

/** Score, probability and the points of each column for one row of cells: quantities or codes of categories. */
export function predictTableCardRow(card: TableCard, cells: ArrayLike<number>) {
  const points = card.columns.map(
    (column) => column.points[binOfCell(column, cells[column.column] as number)] as number,
  )
  const score = points.reduce((sum, part) => sum + part, card.basePoints)
  return { score, probability: probabilityOfDefault(card.scale, score), points }
}

type Chosen = typeof defaults & TableCardOptions

/** By information value, most first, equal ones in the order of columns. */
function candidatesOf({ columns }: Table, y: Labels, chosen: Chosen): BinnedColumn[] {
  const { minimumInformation, maxCorrelation } = chosen
  const telling = columns
    .map((column, at) => binTableColumn({ column, at }, y, binningOf(chosen)))
    .filter(({ evidence }) => evidence.iv > minimumInformation)
    .sort((a, b) => b.evidence.iv - a.evidence.iv)
  const kept: BinnedColumn[] = []
  for (const candidate of telling) {
    const isTwin = kept.some(
      ({ weights }) => Math.abs(correlation(weights, candidate.weights)) > maxCorrelation,
    )
    if (!isTwin) kept.push(candidate)
  }
  return kept
}

function binningOf({ maxBins, minimumShare, minimumCount, trend }: Chosen): ColumnBinsOptions {
  return { maxBins, minimumShare, minimumCount, ...(trend && { trend }) }
}

interface FittedWeights {
  readonly columns: readonly BinnedColumn[]
  readonly beta: ArrayLike<number>
  readonly l2: number
}

function fitWeights(candidates: BinnedColumn[], y: Labels, given?: number): FittedWeights {
  let columns = candidates
  let l2 = given
  while (columns.length > 0) {
    const ones = new Float64Array(y.length).fill(1)
    const x = fromColumns([ones, ...columns.map(({ weights }) => weights)])
    l2 ??= chooseRidge(x, y).l2
    const { beta } = fitRidgeLogistic(x, y, { l2 })
    const slopes = beta.subarray(1)
    const worst = slopes.indexOf(slopes.reduce((most, slope) => Math.max(most, slope)))
    if ((slopes[worst] as number) < 0) return { columns, beta, l2 }
    columns = columns.filter((_, at) => at !== worst)
  }
  return { columns, beta: [], l2: l2 ?? 0 }
}
