import type { NumericColumn } from '@creditmesh/agency-node/analysis/table.ts'
import type { Ratings } from './ratings.ts'

const daySec = 86_400

/** What somebody did, never what was said of them: figures of the ratings given, one row a labelled node. */
export function ownBehaviour({ from, rating, seconds, labelled }: Ratings): NumericColumn[] {
  const given = new Map<number, { rating: number; seconds: number }[]>()
  for (const node of labelled) given.set(node, [])
  from.forEach((node, at) => {
    given.get(node)?.push({ rating: rating[at] as number, seconds: seconds[at] as number })
  })
  const rows = Array.from(labelled, (node) => given.get(node) ?? [])
  const column = (name: string, value: (row: (typeof rows)[number]) => number): NumericColumn => ({
    kind: 'numeric',
    name,
    values: Float64Array.from(rows, value),
    specials: [],
  })
  const share = (test: (rating: number) => boolean) => (row: (typeof rows)[number]) =>
    row.length === 0 ? NaN : row.filter((each) => test(each.rating)).length / row.length
  return [
    column('given', (row) => row.length),
    column('meanGiven', (row) => mean(row.map((each) => each.rating))),
    column('spreadGiven', (row) => spread(row.map((each) => each.rating))),
    column(
      'shareNegative',
      share((each) => each < 0),
    ),
    column(
      'shareWorst',
      share((each) => each === -10),
    ),
    column(
      'shareBest',
      share((each) => each === 10),
    ),
    column(
      'shareFaint',
      share((each) => each === 1),
    ),
    column('activeDays', (row) => spanOf(row.map((each) => each.seconds)) / daySec),
    column('firstDay', (row) => (row.length === 0 ? NaN : Math.min(...row.map(dayOf)))),
    column('lastDay', (row) => (row.length === 0 ? NaN : Math.max(...row.map(dayOf)))),
    column('ratingsOnBusiestDay', (row) => busiestDay(row.map(dayOf))),
    column('daysPerRating', (row) =>
      row.length < 2 ? NaN : spanOf(row.map((each) => each.seconds)) / daySec / (row.length - 1),
    ),
  ]
}

function dayOf({ seconds }: { readonly seconds: number }): number {
  return Math.floor(seconds / daySec)
}

function busiestDay(days: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

function spread(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

function spanOf(values: readonly number[]): number {
  return values.length === 0 ? NaN : Math.max(...values) - Math.min(...values)
}
