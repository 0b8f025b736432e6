import { countClasses, invalid, type Labels, requireFinite, requireSameLength } from '../labels.ts'
import { differenceOf, type Interval, type Proportion, proportion, ratioOf } from './proportion.ts'

/** How one group fares at the cut-off. A rate of nobody is null, e.g. tpr where a group has no goods. */
export interface GroupFairness {
  readonly group: string
  readonly n: number
  readonly selectionRate: Proportion
  /** P(accepted given good). */
  readonly tpr: Proportion | null
  /** P(accepted given bad). */
  readonly fpr: Proportion | null
  readonly badRate: Proportion
  /** Against the group accepted most often: share accepted over its share, and less its share. */
  readonly impact: Interval | null
  readonly gap: Interval
  /** The four-fifths rule (29 CFR 1607.4 D): accepted at least .8 times as often. Null where nobody is accepted. */
  readonly isFourFifths: boolean | null
}

export interface Fairness {
  /** In the order of the names. */
  readonly groups: readonly GroupFairness[]
  /** Largest less smallest share accepted. */
  readonly demographicParityDifference: number
  /** Smallest over largest share accepted; null where nobody is. */
  readonly disparateImpactRatio: number | null
  /** Largest less smallest tpr, of the groups that have goods; null where fewer than two of several have. */
  readonly equalOpportunityDifference: number | null
  /** The larger of that and the same of fpr; null where either is. */
  readonly equalizedOddsDifference: number | null
}

export interface FairnessOptions {
  /** Accepted are the scores below it. */
  readonly cutoff: number
}

const FOUR_FIFTHS = 0.8

/**
 * What a cut-off does to groups of people, with intervals of 95 % that need no resampling. A higher score is riskier.
 * Throws `analysis.invalid_input`.
 */
export function fairness(
  y: Labels,
  score: ArrayLike<number>,
  group: readonly string[],
  { cutoff }: FairnessOptions,
): Fairness {
  countClasses(y)
  requireSameLength(y, score, 'score')
  requireSameLength(y, { length: group.length }, 'group')
  requireFinite(score, 'score')
  if (Number.isNaN(cutoff)) throw invalid('The cut-off is no number.')
  if (y.length === 0) throw invalid('There are no rows.')
  const counts = countGroups(y, score, { group, cutoff })
  const rated = [...counts].map(([name, each]) => ({ name, ...ratesOf(each) }))
  const accepted = rated.map(({ selectionRate }) => selectionRate)
  const most = accepted.reduce((best, rate) => (rate.value > best.value ? rate : best))
  const tprGap = spreadOf(rated.map(({ tpr }) => tpr))
  const fprGap = spreadOf(rated.map(({ fpr }) => fpr))
  const least = smallest(accepted.map(({ value }) => value))
  return {
    groups: rated.map(({ name, ...rates }) => ({
      group: name,
      ...rates,
      ...against(most, rates.selectionRate),
    })),
    demographicParityDifference: most.value - least,
    disparateImpactRatio: most.value === 0 ? null : least / most.value,
    equalOpportunityDifference: tprGap,
    equalizedOddsDifference: tprGap === null || fprGap === null ? null : Math.max(tprGap, fprGap),
  }
}

interface GroupCounts {
  goods: number
  bads: number
  acceptedGoods: number
  acceptedBads: number
}

function countGroups(
  y: Labels,
  score: ArrayLike<number>,
  { group, cutoff }: FairnessOptions & { readonly group: readonly string[] },
): Map<string, GroupCounts> {
  const names = [...new Set(group)].sort((a, b) => (a < b ? -1 : 1))
  const counts = new Map<string, GroupCounts>(
    names.map((name) => [name, { goods: 0, bads: 0, acceptedGoods: 0, acceptedBads: 0 }]),
  )
  group.forEach((name, row) => {
    const own = counts.get(name) as GroupCounts // every name was entered above
    const isAccepted = (score[row] as number) < cutoff ? 1 : 0
    if (y[row] === 1) {
      own.bads++
      own.acceptedBads += isAccepted
    } else {
      own.goods++
      own.acceptedGoods += isAccepted
    }
  })
  return counts
}

function ratesOf({ goods, bads, acceptedGoods, acceptedBads }: GroupCounts) {
  const n = goods + bads
  return {
    n,
    selectionRate: proportion(acceptedGoods + acceptedBads, n) as Proportion, // a group has people
    tpr: proportion(acceptedGoods, goods),
    fpr: proportion(acceptedBads, bads),
    badRate: proportion(bads, n) as Proportion, // as above
  }
}

function against(most: Proportion, own: Proportion) {
  return {
    impact: ratioOf(own, most),
    gap: differenceOf(own, most),
    isFourFifths: most.value === 0 ? null : own.value >= FOUR_FIFTHS * most.value,
  }
}

/** Null where one group alone of several has such people: there is nothing to compare it with. */
function spreadOf(rates: readonly (Proportion | null)[]): number | null {
  const values = rates.filter((rate) => rate !== null).map(({ value }) => value)
  const isComparable = values.length > 1 || values.length === rates.length
  return isComparable ? largest(values) - smallest(values) : null
}

/** A spread argument list has a limit that groups by address would pass. */
function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity)
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity)
}
