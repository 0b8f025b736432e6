import type { GroupFairness } from '@creditmesh/agency-node/analysis/judgement/fairness.ts'
import type { DataTable } from '../report/dataTable.ts'
import { list, percent, three, whole } from '../report/words.ts'
import { type AgeFigures, ageGroups, type GoodsGap } from './ageFigures.ts'
import { acceptedShare } from './earnings.ts'
import { classifierNames } from './models.ts'

/** Who bears the cut-off, by age: the groups of which the models with bank data know. */
export function fairnessTable(figures: readonly AgeFigures[]): DataTable {
  return {
    title: `Whom the cut-off turns away, by age (${percent(acceptedShare)} accepted)`,
    columns: [
      ...['model, method', ...ageGroups.map((name) => `turned away, ${name}`)],
      ...ageGroups.map((name) => `good payers turned away, ${name}`),
      'least over most accepted group (95 % interval)',
      'four fifths (no test of credit law)',
    ],
    rows: figures.map((each) => [nameOf(each), ...fairnessCells(each.groups)]),
    note:
      `${groupWords(figures[0]?.groups ?? [])} Four fifths: whether the least accepted group is accepted at least .8 times as often as the most accepted one; no test of credit law, ` +
      `and no clearance. ${goodsWords(figures)} Bank data here hold age, marital status and region, which many countries forbid or limit. B sees calls alone; no model with ` +
      'bank data was tested without them. The young default more often in this country because it was drawn so.',
  }
}

function nameOf({ model, classifier }: Pick<AgeFigures, 'model' | 'classifier'>): string {
  return `${model}, ${classifierNames[classifier]}`
}

function fairnessCells(groups: readonly (GroupFairness | undefined)[]): (string | null)[] {
  const turnedAway = (rate: { readonly value: number } | null | undefined) =>
    rate === null || rate === undefined ? null : percent(1 - rate.value, 1)
  const present = groups.filter((each) => each !== undefined)
  const impacts = present.flatMap(({ impact }) => (impact === null ? [] : [impact]))
  const least = impacts.toSorted((a, b) => a.value - b.value)[0]
  const isBelow = present.some(({ isFourFifths }) => isFourFifths === false)
  return [
    ...groups.map((each) => turnedAway(each?.selectionRate)),
    ...groups.map((each) => turnedAway(each?.tpr)),
    least === undefined
      ? null
      : `${three(least.value)} (${three(least.low)} to ${three(least.high)})`,
    least === undefined ? null : isBelow ? 'below .8' : 'at least .8',
  ]
}

/** Good payers refused more often at one age than at another, where chance does not explain it. */
export function goodsWords(
  figures: readonly Pick<AgeFigures, 'model' | 'classifier' | 'goodsGap'>[],
): string {
  const told = figures.flatMap(({ goodsGap, ...model }) =>
    goodsGap === null || goodsGap.low <= 0 ? [] : [gapWords(nameOf(model), goodsGap)],
  )
  return told.length === 0
    ? 'By no model here do refusals of good payers differ between the ages by more than chance.'
    : `Refusals of good payers differ between the ages by more than chance (the most refused of three ages less the least): ${told.join('; ')}.`
}

function gapWords(name: string, { value, low, high, most, least }: GoodsGap): string {
  const points = (share: number) => (100 * share).toFixed(1)
  return (
    `${name} turns away ${percent(most.share, 1)} of those ${most.group} and ${percent(least.share, 1)} of those ${least.group} ` +
    `(${points(value)} points more, ${points(low)} to ${points(high)})`
  )
}

function groupWords(groups: readonly (GroupFairness | undefined)[]): string {
  const words = groups.flatMap((each) =>
    each === undefined
      ? []
      : [`${whole(each.n)} people ${each.group} (${percent(each.badRate.value, 1)} default)`],
  )
  return `Judged are ${list(words)}.`
}
