import type { UciRow } from '../../uciRow.ts'
import { ageBandOf, educationGroupOf, type PeopleModel } from '../model.ts'
import { quantilesOf, round } from '../quantiles.ts'
import { sharesOf, sum } from './shares.ts'

const ageBands = [0, 1, 2, 3, 4, 5]
const smallestShare = 0.002

export function fitPeople(rows: readonly UciRow[]): PeopleModel {
  const limits = limitSteps(rows)
  const rank = new Map(
    limits.map(([limit, upTo], i) => [limit, (upTo + (limits[i - 1]?.[1] ?? 0)) / 2]),
  )
  const scores = rows.map((row) => {
    const middle = rank.get(nearest(row.limit, limits)) ?? 0.5
    return { row, logOdds: Math.log(middle / (1 - middle)) }
  })
  const cells = ageBands.map((band) =>
    [0, 1, 2, 3].map((group) => {
      const cell = scores.filter(
        ({ row }) => ageBandOf(row.age) === band && educationGroupOf(row.education) === group,
      )
      return cell.length < 40 ? 0 : round(sum(cell.map(({ logOdds }) => logOdds)) / cell.length)
    }),
  )
  const residuals = scores.map(({ row, logOdds }) => {
    return logOdds - (cells[ageBandOf(row.age)]?.[educationGroupOf(row.education)] ?? 0)
  })
  // A standard logistic variable has variance pi^2 / 3.
  const spread = Math.sqrt(sum(residuals.map((r) => r * r)) / rows.length / (Math.PI ** 2 / 3))
  return {
    male: round(rows.filter(({ sex }) => sex === 1).length / rows.length),
    age: quantilesOf(rows.map(({ age }) => age)) ?? [],
    education: sharesByAge(rows, 7, ({ education }) => education),
    marriage: sharesByAge(rows, 4, ({ marriage }) => marriage),
    limits,
    limitRank: cells,
    limitSpread: round(spread),
  }
}

/** The common limits; a rarer one counts as the nearest of them. */
function limitSteps(rows: readonly UciRow[]): (readonly [number, number])[] {
  const counts = new Map<number, number>()
  for (const { limit } of rows) counts.set(limit, (counts.get(limit) ?? 0) + 1)
  const common = [...counts].filter(([, count]) => count >= smallestShare * rows.length)
  const steps = common.map(([limit]) => [limit, 0] as const).sort(([a], [b]) => a - b)
  const merged = new Map<number, number>()
  for (const [limit, count] of counts) {
    const step = nearest(limit, steps)
    merged.set(step, (merged.get(step) ?? 0) + count)
  }
  let seen = 0
  return steps.map(([limit]) => {
    seen += merged.get(limit) ?? 0
    return [limit, round(seen / rows.length)] as const
  })
}

function nearest(limit: number, steps: readonly (readonly [number, number])[]): number {
  let best = steps[0]?.[0] ?? limit
  for (const [step] of steps) if (Math.abs(step - limit) < Math.abs(best - limit)) best = step
  return best
}

function sharesByAge(
  rows: readonly UciRow[],
  kinds: number,
  kindOf: (row: UciRow) => number,
): number[][] {
  return ageBands.map((band) => {
    const counts = new Array<number>(kinds).fill(0)
    for (const row of rows) {
      if (ageBandOf(row.age) === band) counts[kindOf(row)] = (counts[kindOf(row)] ?? 0) + 1
    }
    return sharesOf(counts)
  })
}
