import { rejectFraction } from '@creditmesh/agency-node/analysis/judgement/cutoff.ts'
import {
  fairness,
  type GroupFairness,
} from '@creditmesh/agency-node/analysis/judgement/fairness.ts'
import type { DataTable } from '../report/dataTable.ts'
import { list, percent, three, whole } from '../report/words.ts'
import { acceptedShare } from './earnings.ts'
import { type Experiment, find } from './experiment.ts'
import { type Classifier, classifierNames, type ModelName } from './models.ts'

const ageGroups = ['under 30', '30 to 59', '60 and over'] as const

/** Who bears the cut-off, by age: the groups of which the models with bank data know. */
export function fairnessTable(
  { judged, testLabels }: Experiment,
  ages: ArrayLike<number>,
): DataTable {
  const groups = Array.from(testLabels, (_, row) => ageGroup(ages[row] as number))
  const judgeAt = (model: ModelName, classifier: Classifier) => {
    const { probability } = find(judged, model, classifier)
    const cutoff = rejectFraction(probability, 1 - acceptedShare).cutoff ?? Number.POSITIVE_INFINITY
    const found = fairness(testLabels, probability, groups, { cutoff }).groups
    return ageGroups.map((name) => found.find(({ group }) => group === name))
  }
  return {
    title: `Whom the cut-off turns away, by age (${percent(acceptedShare)} accepted)`,
    columns: [
      ...['model', 'kind', ...ageGroups.map((name) => `turned away, ${name}`)],
      ...ageGroups.map((name) => `good payers turned away, ${name}`),
      ...['least accepted over most accepted group (95 % interval)', 'four fifths rule'],
    ],
    rows: judgedByAge.map(([model, classifier]) => [
      ...[model, classifierNames[classifier]],
      ...fairnessCells(judgeAt(model, classifier)),
    ]),
    note:
      `${groupWords(judgeAt('F', 'lr'))} Bank data here hold age, marital status and residence, which many countries forbid or limit. B sees calls alone; no model with ` +
      'bank data was tested without them. The young default more often in this country because it was drawn so. The rule is passed where the least accepted group is ' +
      'accepted at least four fifths as often as the most accepted one.',
  }
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

function fairnessCells(groups: readonly (GroupFairness | undefined)[]): (string | null)[] {
  const turnedAway = (rate: { readonly value: number } | null | undefined) =>
    rate === null || rate === undefined ? null : percent(1 - rate.value, 1)
  const present = groups.filter((each) => each !== undefined)
  const impacts = present.flatMap(({ impact }) => (impact === null ? [] : [impact]))
  const least = impacts.toSorted((a, b) => a.value - b.value)[0]
  const isBreached = present.some(({ isFourFifths }) => isFourFifths === false)
  return [
    ...groups.map((each) => turnedAway(each?.selectionRate)),
    ...groups.map((each) => turnedAway(each?.tpr)),
    least === undefined
      ? null
      : `${three(least.value)} (${three(least.low)} to ${three(least.high)})`,
    least === undefined ? null : isBreached ? 'breached' : 'passed',
  ]
}

function groupWords(groups: readonly (GroupFairness | undefined)[]): string {
  const words = groups.flatMap((each) =>
    each === undefined
      ? []
      : [`${whole(each.n)} people ${each.group} (${percent(each.badRate.value, 1)} default)`],
  )
  return `Judged are ${list(words)}.`
}

function ageGroup(age: number): (typeof ageGroups)[number] {
  if (age < 30) return 'under 30'
  return age < 60 ? '30 to 59' : '60 and over'
}
