import { compareAreas, placements } from '../judgement/delong.ts'
import { invalid, type Labels, requireSameLength } from '../labels.ts'

/** A family of features that may help a person and never harm: its points by row and feature, and what an average person gets. */
export interface FamilyPoints {
  readonly name: string
  /** Whole points by feature, then by row. */
  readonly points: readonly ArrayLike<number>[]
  /** Neutral points by feature. */
  readonly neutralPoints: readonly number[]
}

export interface FamilyCost {
  readonly name: string
  /** Share of people whom the rule lifts, and by how many points on average. */
  readonly lifted: number
  readonly meanLift: number
  /** Area under the curve without the rule for this family alone, less that with all rules. */
  readonly aucCost: number
}

export interface PositiveOnlyReport {
  /** Without any rule. */
  readonly aucUnlifted: number
  readonly aucLifted: number
  /** Without the families at all: what they add, even so, is `aucLifted` less this. */
  readonly aucWithout: number
  /** Two-sided, of DeLong's test of lifted against unlifted. */
  readonly p: number
  readonly families: readonly FamilyCost[]
}

/**
 * What the ethical rule of the paper (7.3) costs: segments that would lower a score get the neutral score. The rule is on the sum of a
 * family, so that one neighbour cannot count for a person and against her. `base` are the points of everything else by row.
 * Higher points are safer. Throws `analysis.invalid_input`, `analysis.one_class`.
 */
export function positiveOnlyReport(
  y: Labels,
  base: ArrayLike<number>,
  families: readonly FamilyPoints[],
): PositiveOnlyReport {
  requireSameLength(y, base, 'base')
  const sums = families.map((family) => familySums(y, family))
  const total = (parts: readonly Float64Array[]) =>
    Float64Array.from(base, (points, row) =>
      parts.reduce((sum, part) => sum + (part[row] as number), points),
    )
  const lifted = total(sums.map(({ lifted }) => lifted))
  const rated = (points: Float64Array) => placements(y, points.map(negate))
  const withRules = rated(lifted)
  const unlifted = rated(total(sums.map(({ got }) => got)))
  return {
    aucUnlifted: unlifted.auc,
    aucLifted: withRules.auc,
    aucWithout: rated(Float64Array.from(base)).auc,
    p: compareAreas(withRules, unlifted).p,
    families: families.map(({ name }, at) => {
      const { got, lifted: raised } = sums[at] as FamilySums
      const free = rated(total(sums.map((each, other) => (other === at ? got : each.lifted))))
      return { name, ...liftsOf(got, raised), aucCost: free.auc - withRules.auc }
    }),
  }
}

/**
 * The same rule for a model of any kind, whose parts do not add up: the risk is the lower one of two models, with and without
 * the family. A person is then never worse off for having the data.
 */
export function lowerRisk(withFamily: ArrayLike<number>, without: ArrayLike<number>): Float64Array {
  if (withFamily.length !== without.length) throw invalid('The two models judge other rows.')
  return Float64Array.from(withFamily, (risk, row) => Math.min(risk, without[row] as number))
}

/** Points of the average person, whole: by the people in each bin. */
export function neutralPointsOf(
  points: readonly number[],
  people: readonly { readonly good: number; readonly bad: number }[],
): number {
  if (points.length !== people.length) throw invalid('There are not as many points as bins.')
  const all = people.reduce((sum, { good, bad }) => sum + good + bad, 0)
  if (all === 0) throw invalid('There are no people.')
  const sum = people.reduce(
    (s, { good, bad }, bin) => s + (good + bad) * (points[bin] as number),
    0,
  )
  return Math.round(sum / all) + 0
}

interface FamilySums {
  readonly got: Float64Array
  readonly lifted: Float64Array
}

function familySums(y: Labels, { name, points, neutralPoints }: FamilyPoints): FamilySums {
  if (points.length !== neutralPoints.length) {
    throw invalid(`Family ${name} has no neutral points for each feature.`)
  }
  const got = new Float64Array(y.length)
  for (const column of points) {
    requireSameLength(y, column, name)
    for (let row = 0; row < y.length; row++) {
      got[row] = (got[row] as number) + (column[row] as number)
    }
  }
  const neutral = neutralPoints.reduce((sum, each) => sum + each, 0)
  return { got, lifted: got.map((sum) => Math.max(sum, neutral)) }
}

function liftsOf(got: Float64Array, lifted: Float64Array) {
  let people = 0
  let points = 0
  lifted.forEach((sum, row) => {
    const lift = sum - (got[row] as number)
    if (lift > 0) people++
    points += lift
  })
  return { lifted: people / got.length, meanLift: points / got.length }
}

function negate(value: number): number {
  return -value
}
