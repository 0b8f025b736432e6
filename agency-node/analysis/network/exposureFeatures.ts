import { invalid } from '../labels.ts'
import type { NumericColumn } from '../table.ts'
import { type CallNetworks, type Csr, type Direction, directions } from './csr.ts'
import { exposureColumns, exposureCutOff } from './exposureColumns.ts'
import { type ExposureSources, exposureSources, sourceLevels } from './exposureSources.ts'
import { type LatePayments, requireLate } from './linkBased.ts'
import { type PageRankOptions, personalizedPageRank } from './personalizedPageRank.ts'
import { relativeExposure } from './relativeExposure.ts'
import { type SpreadingOptions, spreadingActivation } from './spreadingActivation.ts'

/** One number a node for how much of the sources reaches it. The families of the paper, or the same on worker threads. */
export type Propagate = (network: Csr, sources: Uint32Array) => ArrayLike<number>

export interface ExposureRequest {
  /** Before the name of each column: PR or SPA. */
  readonly family: string
  readonly late: LatePayments
  /** Whose features are built; node numbers, a row each. */
  readonly subjects: ArrayLike<number>
  /** The fold of each subject (`dealFolds`); absent where no subject is a customer with a label of her own. */
  readonly folds?: ArrayLike<number>
}

/** Personalised PageRank as the propagation of `exposureFeatures`. */
export function pageRankExposure(options: PageRankOptions = {}): Propagate {
  return (network, sources) => personalizedPageRank(network, sources, options).scores
}

/** Spreading activation as the propagation of `exposureFeatures`. */
export function spreadingExposure(options: SpreadingOptions = {}): Propagate {
  return (network, sources) => spreadingActivation(network, sources, options).energy
}

/** A propagation that the features need: from these sources over the network of this direction. */
export interface NeededExposure {
  readonly direction: Direction
  readonly sources: Uint32Array
}

export type ExposurePlan = Generator<NeededExposure, NumericColumn[], ArrayLike<number>>

/**
 * The 54 features of one propagation (the paper, table 3: three directions, three levels of sources, six columns as in
 * `exposureColumns`), and after them the nine exposures relative to a benign restart (`relative`, see there), which the paper
 * lacks. The subjects of a fold get exposure from sources outside it; without folds all subjects are left out of the sources, which
 * is refused where that leaves no delinquent. Throws `analysis.invalid_input` as the functions that it joins.
 */
export function exposureFeatures(
  networks: CallNetworks,
  request: ExposureRequest & { readonly propagate: Propagate },
): NumericColumn[] {
  const plan = exposurePlan(networks, request)
  let step = plan.next()
  while (!step.done) {
    const { direction, sources } = step.value
    step = plan.next(request.propagate(networks[direction], sources))
  }
  return step.value
}

/** The same, for whoever propagates otherwise (on worker threads, say): yields what it needs and takes the exposures. */
export function* exposurePlan(networks: CallNetworks, request: ExposureRequest): ExposurePlan {
  requireLate(request.late, networks.UD.nodes)
  const parts: Part[] = []
  for (const { rows, sources } of foldsOf(request)) {
    const subjects = Uint32Array.from(rows, (row) => request.subjects[row] as number)
    const columns: NumericColumn[] = []
    const relative: NumericColumn[] = []
    for (const direction of directions) {
      const found = yield* columnsInDirection(networks[direction], direction, {
        ...{ family: request.family, sources, subjects },
      })
      columns.push(...found.columns)
      relative.push(...found.relative)
    }
    parts.push({ rows, columns: [...columns, ...relative] })
  }
  return mergeRows(parts, request.subjects.length)
}

interface Fold {
  /** Rows of the request. */
  readonly rows: Uint32Array
  readonly sources: ExposureSources
}

function foldsOf({ late, subjects, folds }: ExposureRequest): Fold[] {
  if (folds !== undefined && folds.length !== subjects.length) {
    throw invalid('There is not one fold a subject.')
  }
  const rowsOf = new Map<number, number[]>(subjects.length === 0 ? [[0, []]] : [])
  for (let row = 0; row < subjects.length; row++) {
    const fold = folds?.[row] ?? 0
    const rows = rowsOf.get(fold)
    if (rows === undefined) rowsOf.set(fold, [row])
    else rows.push(row)
  }
  const all = exposureSources(late)
  return Array.from(rowsOf.values(), (rows) => {
    const own = new Set(rows.map((row) => subjects[row] as number))
    const sources = exposureSources(late, (node) => own.has(node))
    if (rowsOf.size === 1 && all.delinquent[1].length > 0 && sources.delinquent[1].length === 0) {
      throw invalid('Every delinquent is a subject: deal the subjects into folds.')
    }
    return { rows: Uint32Array.from(rows), sources }
  })
}

interface Group {
  readonly family: string
  readonly sources: ExposureSources
  readonly subjects: Uint32Array
}

function* columnsInDirection(
  network: Csr,
  direction: Direction,
  { family, sources, subjects }: Group,
): Generator<
  NeededExposure,
  { columns: NumericColumn[]; relative: NumericColumn[] },
  ArrayLike<number>
> {
  const columns: NumericColumn[] = []
  const relative: NumericColumn[] = []
  const benign = yield { direction, sources: sources.benign }
  for (const level of sourceLevels) {
    const scores = yield { direction, sources: sources.delinquent[level] }
    const cutOff = exposureCutOff(scores, sources.delinquent[3])
    const exposure = { direction, level, family, scores }
    columns.push(...exposureColumns(network, exposure, { cutOff, subjects }))
    const ratios = relativeExposure(scores, benign)
    relative.push({
      ...{ kind: 'numeric', name: `${family}_relative_${level}_${direction}`, specials: [] },
      values: Float64Array.from(subjects, (subject) => ratios[subject] as number),
    })
  }
  return { columns, relative }
}

interface Part {
  /** Rows of the request. */
  readonly rows: Uint32Array
  readonly columns: readonly NumericColumn[]
}

function mergeRows(parts: readonly Part[], rows: number): NumericColumn[] {
  return (parts[0]?.columns ?? []).map((column, at) => {
    const values = new Float64Array(rows)
    for (const part of parts) {
      part.columns[at]?.values.forEach((value, row) => {
        values[part.rows[row] as number] = value
      })
    }
    return { ...column, values }
  })
}
