import type { UciRow } from '../../uciRow.ts'
import {
  limitBandOf,
  type Stage,
  type StateModel,
  stageOf,
  stateCount,
  stateGroup,
} from '../model.ts'
import { round } from '../quantiles.ts'
import { lookUp } from '../regimes.ts'
import { firstStateKeys, type StateContext, transitionKeys } from '../states.ts'
import { ShareTable, sum } from './shares.ts'

const limitBands = [0, 1, 2, 3, 4]
const groups = [0, 1, 2, 3]
const smallestGroup = 40
const smallestFineGroup = 200
const rakingRounds = 20

type Chances = Readonly<Record<string, readonly number[]>>

export function fitStates(rows: readonly UciRow[]): StateModel {
  const first = new ShareTable(stateCount)
  const next = new ShareTable(stateCount)
  const steps = rows.flatMap(stepsOf)
  for (const row of rows) {
    for (const key of firstStateKeys(row)) first.add(key, (row.pay[5] ?? 0) + 2)
  }
  for (const step of steps) for (const key of transitionKeys(step)) next.add(key, step.state + 2)
  const chances = {
    ...pick(next.shares(smallestGroup), (key) => key.includes('*')),
    ...pick(next.shares(smallestFineGroup), (key) => !key.includes('*')),
  }
  const tilt = (stage: Stage) => limitBands.map((band) => rake(steps, chances, { stage, band }))
  return {
    first: first.shares(smallestGroup),
    next: chances,
    tilt: { second: tilt('second'), middle: tilt('middle'), last: tilt('last') },
  }
}

function pick(table: Chances, isKept: (key: string) => boolean): Chances {
  return Object.fromEntries(Object.entries(table).filter(([key]) => isKept(key)))
}

interface Step extends StateContext {
  readonly state: number
}

function stepsOf({ limit, pay, bill }: UciRow): Step[] {
  const oldestFirst = [...pay].reverse()
  return [1, 2, 3, 4, 5].map((month) => ({
    limit,
    states: oldestFirst.slice(0, month),
    balance: bill[6 - month] ?? 0,
    state: oldestFirst[month] ?? 0,
  }))
}

/** Iterative proportional fitting: factors by which a limit band meets its own shares of the four groups. */
function rake(
  steps: readonly Step[],
  chances: Chances,
  { stage, band }: { stage: Stage; band: number },
): number[] {
  const own = steps.filter(
    (s) => stageOf(s.states.length) === stage && limitBandOf(s.limit) === band,
  )
  const rows = own.map((step) => byGroup(lookUp(chances, transitionKeys(step))))
  const observed = groups.map((group) => own.filter((s) => stateGroup(s.state) === group).length)
  let factors = groups.map(() => 1)
  for (let i = 0; i < rakingRounds; i += 1) {
    const expected = expectedCounts(rows, factors)
    factors = factors.map((factor, group) => {
      return factor * ((observed[group] ?? 0) / Math.max(expected[group] ?? 0, 1e-9))
    })
  }
  return factors.map(round)
}

function byGroup(chances: readonly number[]): number[] {
  return groups.map((group) => sum(chances.filter((_, i) => stateGroup(i - 2) === group)))
}

function expectedCounts(rows: readonly number[][], factors: readonly number[]): number[] {
  const expected = groups.map(() => 0)
  for (const row of rows) {
    const weighted = row.map((chance, group) => chance * (factors[group] ?? 1))
    const total = sum(weighted)
    for (const group of groups) {
      expected[group] = (expected[group] ?? 0) + (weighted[group] ?? 0) / total
    }
  }
  return expected
}
