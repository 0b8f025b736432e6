import { rejectFraction } from '@creditmesh/agency-node/analysis/judgement/cutoff.ts'
import {
  fairness,
  type GroupFairness,
} from '@creditmesh/agency-node/analysis/judgement/fairness.ts'
import {
  differenceOf,
  type Interval,
  type Proportion,
} from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { acceptedShare } from './earnings.ts'
import { type Experiment, find } from './experiment.ts'
import type { Classifier, ModelName } from './models.ts'

export const ageGroups = ['under 30', '30 to 59', '60 and over'] as const

/** How a model treats the age groups at the accepted share. */
export interface AgeFigures {
  readonly model: ModelName
  readonly classifier: Classifier
  /** In the order of `ageGroups`; undefined where nobody of the age was judged. */
  readonly groups: readonly (GroupFairness | undefined)[]
  /** Of good payers: the group turned away most often less the one least often; null where fewer than two have any. */
  readonly goodsGap: GoodsGap | null
}

export interface GoodsGap extends Interval {
  readonly most: Refusal
  readonly least: Refusal
}

interface Refusal {
  readonly group: string
  /** Share of its good payers who are turned away. */
  readonly share: number
}

/** Calls alone, without data on other people, and with everything. */
const judgedByAge: readonly (readonly [ModelName, Classifier])[] = [
  ['B', 'lr'],
  ['B', 'forest'],
  ['F', 'lr'],
  ['F', 'forest'],
  ['H', 'lr'],
  ['H', 'forest'],
]

export function ageFigures(
  { judged, testLabels }: Experiment,
  ages: ArrayLike<number>,
): AgeFigures[] {
  const names = Array.from(testLabels, (_, row) => ageGroup(ages[row] as number))
  return judgedByAge.map(([model, classifier]) => {
    const { probability } = find(judged, model, classifier)
    const cutoff = rejectFraction(probability, 1 - acceptedShare).cutoff ?? Number.POSITIVE_INFINITY
    const found = fairness(testLabels, probability, names, { cutoff }).groups
    const groups = ageGroups.map((name) => found.find(({ group }) => group === name))
    return { model, classifier, groups, goodsGap: goodsGapOf(groups) }
  })
}

export function goodsGapOf(
  groups: readonly (Pick<GroupFairness, 'group' | 'tpr'> | undefined)[],
): GoodsGap | null {
  const rated = groups
    .flatMap((each) => (each?.tpr == null ? [] : [{ group: each.group, accepted: each.tpr }]))
    .toSorted((a, b) => a.accepted.value - b.accepted.value)
  const most = rated[0] // accepted least often
  const least = rated.at(-1)
  if (most === undefined || least === undefined || rated.length < 2) return null
  const refusal = ({ group, accepted }: { group: string; accepted: Proportion }) => ({
    ...{ group, share: 1 - accepted.value },
  })
  return {
    ...differenceOf(least.accepted, most.accepted),
    ...{ most: refusal(most), least: refusal(least) },
  }
}

function ageGroup(age: number): (typeof ageGroups)[number] {
  if (age < 30) return 'under 30'
  return age < 60 ? '30 to 59' : '60 and over'
}
