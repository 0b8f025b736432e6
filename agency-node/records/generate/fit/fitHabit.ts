import { round } from '../quantiles.ts'

interface OfClient {
  readonly client: number
}

/**
 * The chance that a month keeps the person's own level. If each of two months keeps it with chance h, their ranks
 * correlate by h squared, so h is the root of the mean rank correlation of neighbouring months.
 */
export function fitHabit<M extends OfClient>(
  months: readonly M[],
  groupOf: (month: M) => string,
  measure: (month: M) => number,
): number {
  const ranks = ranksInGroup(months, groupOf, measure)
  let products = 0
  let pairs = 0
  for (let i = 1; i < months.length; i += 1) {
    if (months[i]?.client !== months[i - 1]?.client) continue
    products += ((ranks[i] ?? 0.5) - 0.5) * ((ranks[i - 1] ?? 0.5) - 0.5)
    pairs += 1
  }
  const variance = 1 / 12 // of a uniform rank
  return round(Math.sqrt(Math.max(0, products / Math.max(pairs, 1) / variance)))
}

function ranksInGroup<M extends OfClient>(
  months: readonly M[],
  groupOf: (month: M) => string,
  measure: (month: M) => number,
): Float64Array {
  const groups = new Map<string, number[]>()
  months.forEach((month, i) => {
    const group = groups.get(groupOf(month)) ?? []
    group.push(i)
    groups.set(groupOf(month), group)
  })
  const values = Float64Array.from(months, measure)
  const ranks = new Float64Array(months.length)
  for (const group of groups.values()) {
    group.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
    group.forEach((index, place) => {
      ranks[index] = (place + 0.5) / group.length
    })
  }
  return ranks
}
