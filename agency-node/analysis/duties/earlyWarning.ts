import { invalid } from '../labels.ts'

/** One feature of the same people in two windows of time, a person a row; NaN where a window says nothing of her. */
export interface WindowPair {
  readonly name: string
  readonly before: Float64Array
  readonly after: Float64Array
  /** Which change is a sign of trouble: exposure that rises, activity that falls, or either. */
  readonly alarming: 'rise' | 'fall' | 'either'
}

export interface Warning {
  readonly name: string
  /** How far the change stands from the usual one, in robust standard deviations; positive is a rise. */
  readonly z: number
}

export interface EarlyWarningOptions {
  /** |z| from which a change is told (Iglewicz and Hoaglin 1993 recommend 3.5). */
  readonly threshold?: number
}

/**
 * Who has changed between two windows, by row, the strongest sign first. Change rather than level: ln(after / before), 0 taken
 * as half the least positive value of the feature, against the median change of everybody, so that a season warns nobody. The
 * spread is the median absolute deviation, or where half the people have not changed at all, the mean one; without any spread
 * nobody is warned of. Values are amounts, at least 0. Throws `analysis.invalid_input`.
 */
export function earlyWarnings(
  windows: readonly WindowPair[],
  { threshold = 3.5 }: EarlyWarningOptions = {},
): Warning[][] {
  const [first] = windows
  if (first === undefined) return []
  if (!(threshold > 0)) throw invalid('The threshold is not positive.')
  const warnings: Warning[][] = Array.from(first.before, () => [])
  for (const window of windows) {
    if (window.before.length !== warnings.length || window.after.length !== warnings.length) {
      throw invalid(`The windows of ${window.name} are not of the same people.`)
    }
    unusualChanges(window).forEach((z, row) => {
      if (isAlarming(z, window.alarming, threshold)) warnings[row]?.push({ name: window.name, z })
    })
  }
  for (const list of warnings) list.sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
  return warnings
}

/** The robust z of each person's change; NaN where a window says nothing of her. */
export function unusualChanges({
  name,
  before,
  after,
}: Omit<WindowPair, 'alarming'>): Float64Array {
  const floor = leastPositive(name, [before, after]) / 2
  const raised = (value: number) => (value < floor ? floor : value)
  const changes = before.map((value, row) => Math.log(raised(after[row] as number) / raised(value)))
  const known = changes.filter((change) => !Number.isNaN(change))
  if (known.length === 0) return changes
  const centre = median(known)
  const distances = known.map((change) => Math.abs(change - centre))
  const spread = MAD_TO_SIGMA * median(distances) || MEAN_TO_SIGMA * mean(distances)
  return changes.map((change) => (spread === 0 ? change * 0 : (change - centre) / spread))
}

/** Of a normal distribution: 1 / Phi^-1(3/4), and sqrt(pi / 2). */
const MAD_TO_SIGMA = 1.4826022185056018
const MEAN_TO_SIGMA = 1.2533141373155001

function isAlarming(z: number, alarming: WindowPair['alarming'], threshold: number): boolean {
  if (alarming === 'rise') return z >= threshold
  return alarming === 'fall' ? z <= -threshold : Math.abs(z) >= threshold
}

/** 1 where everything is 0: no change then, whatever the floor. */
function leastPositive(name: string, columns: readonly Float64Array[]): number {
  let least = Number.POSITIVE_INFINITY
  for (const column of columns) {
    for (const value of column) {
      if (value < 0 || value === Number.POSITIVE_INFINITY) {
        throw invalid(`${name} has a value that is no amount.`)
      }
      if (value > 0 && value < least) least = value
    }
  }
  return least === Number.POSITIVE_INFINITY ? 1 : least
}

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
