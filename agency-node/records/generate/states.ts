import { limitBandOf, type StateModel, stageOf, stateGroup, useBandOf } from './model.ts'
import { choose, type Random } from './random.ts'
import { lookUp } from './regimes.ts'

/** What the state of a month depends on. */
export interface StateContext {
  readonly limit: number
  /** The states so far, oldest first. */
  readonly states: readonly number[]
  /** The balance of the month before. */
  readonly balance: number
}

export function firstStateKeys(person: { limit: number; education: number }): string[] {
  return [`${limitBandOf(person.limit)}:${Number(person.education === 1)}`, '*']
}

export function drawFirstState(
  model: StateModel,
  person: { limit: number; education: number },
  random: Random,
): number {
  return choose(lookUp(model.first, firstStateKeys(person)), random()) - 2
}

export function drawNextState(model: StateModel, context: StateContext, random: Random): number {
  const tilt = model.tilt[stageOf(context.states.length)][limitBandOf(context.limit)] ?? []
  const chances = lookUp(model.next, transitionKeys(context))
  return (
    choose(
      chances.map((chance, i) => chance * (tilt[stateGroup(i - 2)] ?? 1)),
      random(),
    ) - 2
  )
}

/** Names of the groups that a month's chances are kept for, finest first. */
export function transitionKeys({ limit, states, balance }: StateContext): string[] {
  const stage = stageOf(states.length)
  const last = states.at(-1) ?? 0
  const older = states.at(-2)
  const use = useBandOf(balance, limit)
  // The rarest states borrow from their neighbours: "one month late" is hardly seen before the last month.
  const pooled = last === 1 ? 2 : Math.min(last, 7)
  const group = older === undefined ? null : stateGroup(older)
  const fine = group === null ? [] : [`${stage}:${group}:${last}:${use}`]
  return [...fine, `${stage}:*:${last}:${use}`, `${stage}:*:${last}:*`, `*:*:${pooled}:*`]
}
