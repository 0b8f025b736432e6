import { rejectFraction } from '@creditmesh/agency-node/analysis/judgement/cutoff.ts'
import { fairness } from '@creditmesh/agency-node/analysis/judgement/fairness.ts'
import type { DataTable } from '../report/page.ts'
import { percent, three, whole } from '../report/words.ts'
import { type Experiment, earnings } from './experiment.ts'
import { classifierNames, find } from './tables.ts'

const acceptedShares = [0.95, 0.9, 0.85, 0.8, 0.7]

/** The models that a bank could use without data on other people, and with everything. */
const candidates = [
  ['F', 'lr'],
  ['F', 'forest'],
  ['H', 'lr'],
  ['H', 'forest'],
] as const

/** What a cut-off does: whom it lets through, whom it turns away, what is earned. */
export function cutoffTable({ judged, testLabels, testLoans }: Experiment): DataTable {
  const bads = testLabels.reduce((sum, label) => sum + label, 0)
  const rows = candidates.flatMap(([model, classifier]) =>
    acceptedShares.map((accepted) => {
      const { probability } = find(judged, model, classifier)
      const isRejected = rejectFraction(probability, 1 - accepted).isRejected
      const { badsRejected, more } = earnings(testLabels, isRejected, testLoans)
      const rejected = isRejected.reduce((sum, each) => sum + each, 0)
      const badsAccepted = bads - badsRejected
      return [
        ...[model, classifierNames[classifier], percent(accepted)],
        ...[
          percent(badsAccepted / (testLabels.length - rejected), 1),
          percent(badsRejected / bads),
        ],
        ...[((rejected - badsRejected) / Math.max(1, badsRejected)).toFixed(1), whole(more / 100)],
      ]
    }),
  )
  return {
    title: 'What a cut-off does, in this invented country',
    columns: [
      ...['model', 'kind', 'accepted', 'default rate of the accepted'],
      ...[
        'defaulters caught',
        'good payers turned away for each',
        'earned more than accepting all',
      ],
    ],
    rows,
    note: 'F sees bank data and own calls; H sees also who pays late around a person. Read a row as: “if we accept nine in ten, …”.',
  }
}

/** Who bears the cut-off that accepts 85 %, by age: the groups of which the models know. */
export function fairnessTable(
  { judged, testLabels }: Experiment,
  ages: ArrayLike<number>,
): DataTable {
  const groups = Array.from({ length: testLabels.length }, (_, row) =>
    ageGroup(ages[row] as number),
  )
  const rows = candidates.flatMap(([model, classifier]) => {
    const { probability } = find(judged, model, classifier)
    const cutoff = rejectFraction(probability, 0.15).cutoff ?? Number.POSITIVE_INFINITY
    return fairness(testLabels, probability, groups, { cutoff }).groups.map((each) => [
      ...[model, classifierNames[classifier], each.group, whole(each.n)],
      ...[percent(each.badRate.value, 1), percent(1 - each.selectionRate.value, 1)],
      ...[each.tpr === null ? '–' : percent(1 - each.tpr.value, 1)],
      ...[
        each.impact === null
          ? '–'
          : `${three(each.impact.value)} (${three(each.impact.low)} to ${three(each.impact.high)})`,
      ],
      each.isFourFifths === false ? 'below .8' : 'yes',
    ])
  })
  return {
    title: 'Whom the cut-off turns away, by age (85 % accepted)',
    columns: [
      ...['model', 'kind', 'age', 'people', 'default', 'turned away'],
      ...['good payers turned away', 'acceptance, over the best group’s (95 %)', 'four fifths'],
    ],
    rows,
    note:
      'Bank data here hold age, marital status and residence. Many countries forbid or limit them, and no model was tested without them. The ' +
      'young default more often in this country because it was drawn so.',
  }
}

function ageGroup(age: number): string {
  if (age < 30) return 'under 30'
  return age < 60 ? '30 to 59' : '60 and over'
}
