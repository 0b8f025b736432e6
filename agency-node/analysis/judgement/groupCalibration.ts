import { invalid, type Labels, requireFinite, requireSameLength } from '../labels.ts'
import { normalTail } from '../normal.ts'
import { calibration } from './calibration.ts'

/** Whether the probabilities of one group come true. */
export interface GroupCalibration {
  readonly group: string
  readonly n: number
  readonly bads: number
  /** Sum of the probabilities. */
  readonly expectedBads: number
  /** Calibration in the large: (bads - expected) / sqrt(sum p (1 - p)); null where every p is 0 or 1. */
  readonly z: number | null
  /** Two-sided; below .05 the group is judged too high or too low on the whole. */
  readonly p: number | null
  readonly brier: number
  readonly ece: number
}

/** By group in the order of the names. Throws `analysis.invalid_input`. */
export function groupCalibration(
  y: Labels,
  probability: ArrayLike<number>,
  group: readonly string[],
  bins = 10,
): GroupCalibration[] {
  requireSameLength(y, probability, 'p')
  requireSameLength(y, { length: group.length }, 'group')
  requireFinite(probability, 'p')
  if (group.length === 0) throw invalid('There are no rows.')
  const rows = new Map<string, number[]>()
  group.forEach((name, row) => {
    const own = rows.get(name)
    if (own === undefined) rows.set(name, [row])
    else own.push(row)
  })
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const labels = own.map((row) => y[row] as number)
      const probabilities = own.map((row) => probability[row] as number)
      const { brier, ece } = calibration(labels, probabilities, bins)
      return { group: name, n: own.length, ...meanTest(labels, probabilities), brier, ece }
    })
}

function meanTest(y: readonly number[], p: readonly number[]) {
  const bads = y.reduce((sum, label) => sum + label, 0)
  const expectedBads = p.reduce((sum, each) => sum + each, 0)
  const variance = p.reduce((sum, each) => sum + each * (1 - each), 0)
  const z = variance > 0 ? (bads - expectedBads) / Math.sqrt(variance) : null
  return { bads, expectedBads, z, p: z === null ? null : 2 * normalTail(Math.abs(z)) }
}
