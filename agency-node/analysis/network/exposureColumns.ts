import { invalid } from '../labels.ts'
import type { NumericColumn } from '../table.ts'
import type { Csr, Direction } from './csr.ts'
import type { SourceLevel } from './exposureSources.ts'

/** One propagation over one network from one level of sources, its result one a node. */
export interface Exposure {
  readonly direction: Direction
  readonly level: SourceLevel
  /** Before the name of each column: PR or SPA. */
  readonly family: string
  readonly scores: ArrayLike<number>
}

/**
 * The least exposure among customers with three late payments or more (the paper, 5.2), Infinity where there are none: then nobody
 * is at high risk. A node at the cut-off is at high risk, so the customer who sets it is; one without any exposure never is.
 */
export function exposureCutOff(scores: ArrayLike<number>, defaulters: ArrayLike<number>): number {
  let least = Infinity
  for (let at = 0; at < defaulters.length; at++) {
    least = Math.min(least, scores[defaulters[at] as number] as number)
  }
  return least
}

/**
 * Six columns, one row a subject: the exposure itself, and how many neighbours are at high and at low risk, whether any is, and
 * whether most are at high risk (`mode_high`: 1, ties too; 0 also without neighbours). Oneself is no neighbour.
 * Throws `analysis.invalid_input` for a subject that is no node and for exposures that are no numbers.
 */
export function exposureColumns(
  network: Csr,
  { direction, level, family, scores }: Exposure,
  options: { readonly cutOff: number; readonly subjects: ArrayLike<number> },
): NumericColumn[] {
  requireExposures(scores, network.nodes)
  const { subjects } = options
  const { high, low } = countNeighbours(network, scores, options)
  const column = (name: string, value: (row: number) => number): NumericColumn => ({
    kind: 'numeric',
    name: `${family}_${name}_${level}_${direction}`,
    values: Float64Array.from({ length: subjects.length }, (_, row) => value(row)),
    specials: [],
  })
  const highs = (row: number) => high[row] as number
  const lows = (row: number) => low[row] as number
  return [
    column('exposure', (row) => scores[subjects[row] as number] as number),
    column('count_high', highs),
    column('binary_high', (row) => Number(highs(row) > 0)),
    column('count_low', lows),
    column('binary_low', (row) => Number(lows(row) > 0)),
    column('mode_high', (row) => Number(highs(row) > 0 && highs(row) >= lows(row))),
  ]
}

function countNeighbours(
  { nodes, offsets, targets }: Csr,
  scores: ArrayLike<number>,
  { cutOff, subjects }: { readonly cutOff: number; readonly subjects: ArrayLike<number> },
) {
  const high = new Uint32Array(subjects.length)
  const low = new Uint32Array(subjects.length)
  for (let row = 0; row < subjects.length; row++) {
    const subject = subjects[row] as number
    if (!Number.isInteger(subject) || subject < 0 || subject >= nodes) {
      throw invalid(`Subject ${row} is no node of the network.`)
    }
    for (let link = offsets[subject] as number; link < (offsets[subject + 1] as number); link++) {
      const neighbour = targets[link] as number
      if (neighbour === subject) continue
      const score = scores[neighbour] as number
      const counts = score > 0 && score >= cutOff ? high : low
      counts[row] = (counts[row] as number) + 1
    }
  }
  return { high, low }
}

function requireExposures(scores: ArrayLike<number>, nodes: number): void {
  if (scores.length !== nodes) throw invalid('There is not one exposure a node.')
  for (let node = 0; node < nodes; node++) {
    if (!Number.isFinite(scores[node])) throw invalid(`The exposure of node ${node} is not finite.`)
  }
}
