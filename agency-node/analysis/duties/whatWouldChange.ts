import { invalid } from '../labels.ts'
import { type Binning, binOf, type Cell } from '../scorecard/binning.ts'

/** What a person may be asked to change. No name that is not here is ever suggested. */
export interface Actionable {
  readonly name: string
  /** Which way it can be moved: debts downwards, the age of an account only by waiting (not at all). */
  readonly direction: 'down' | 'up' | 'either'
}

export interface ChangeableFeature {
  readonly name: string
  readonly binning: Binning
  /** Whole points by bin. */
  readonly points: readonly number[]
}

/** Where a feature has to get to: a quantity at most, or above, a number. */
export interface Change {
  readonly name: string
  readonly from: number
  readonly to: { readonly atMost: number } | { readonly above: number }
  readonly gained: number
  /** How many edges of bins lie between. */
  readonly steps: number
}

export interface Plan {
  readonly changes: readonly Change[]
  readonly score: number
}

export interface WhatWouldChange {
  readonly score: number
  readonly target: number
  /** The smallest plans that reach the target, the best first; empty where none does, or none is needed. */
  readonly plans: readonly Plan[]
  /** As near as the changes allowed come; equal to the score where nothing helps. */
  readonly reachable: number
}

export interface WhatWouldChangeOptions {
  /** Least score wanted: the cut-off, or where the next band begins. */
  readonly target: number
  readonly actionable: readonly Actionable[]
  /** Features of positive-only families, which say something of other people: naming one as actionable is an error. */
  readonly positiveOnly?: readonly string[]
  /** Features to be changed at once, 1 to 4: nobody can follow more. */
  readonly mostChanges?: number
  readonly mostPlans?: number
}

/**
 * The smallest changes that lift a scorecard's score to a target: fewest features first, then fewest edges of bins crossed, then the
 * higher score, then names (counterfactuals in the sense of Wachter, Mittelstadt and Russell 2017, exact because points add up).
 * Gaps and special codes are no quantities: nobody is told to have one, or to leave one. Only the person's own values and the card
 * are read. Positive-only features stay as they are, and so do their lifts. Throws `analysis.invalid_input`.
 */
export function whatWouldChange(
  features: readonly ChangeableFeature[],
  person: { readonly values: readonly Cell[]; readonly score: number },
  options: WhatWouldChangeOptions,
): WhatWouldChange {
  const { target, mostChanges = 3, mostPlans = 3 } = options
  requireActionable(features, options)
  const { score } = person
  const choices = options.actionable
    .map((action) => changesOf(features, person.values, action))
    .filter((changes) => changes.length > 0)
  const gains = choices.map((changes) => Math.max(...changes.map(({ gained }) => gained)))
  const best = gains.sort((a, b) => b - a).slice(0, mostChanges)
  const reachable = best.reduce((sum, gained) => sum + gained, score)
  if (score >= target || reachable < target) return { score, target, plans: [], reachable }
  for (let size = 1; ; size++) {
    const found = combine(choices, { size, score, target }).sort(bySmallness)
    if (found.length > 0) return { score, target, plans: found.slice(0, mostPlans), reachable }
  }
}

function requireActionable(
  features: readonly ChangeableFeature[],
  { actionable, positiveOnly = [], target, mostChanges = 3 }: WhatWouldChangeOptions,
): void {
  if (!(Number.isInteger(mostChanges) && mostChanges >= 1 && mostChanges <= 4)) {
    throw invalid('One to four features can be changed at once.')
  }
  if (!Number.isFinite(target)) throw invalid('The target is not a finite number.')
  for (const { name } of actionable) {
    if (!features.some((feature) => feature.name === name)) {
      throw invalid(`The card has no feature ${name} to change.`)
    }
    if (positiveOnly.includes(name)) {
      throw invalid(`${name} is positive-only: nobody may be asked to change it.`)
    }
  }
  if (new Set(actionable.map(({ name }) => name)).size < actionable.length) {
    throw invalid('A feature is named as actionable twice.')
  }
}

/** Every change of one feature that gains more than all smaller ones. */
function changesOf(
  features: readonly ChangeableFeature[],
  values: readonly Cell[],
  { name, direction }: Actionable,
): Change[] {
  const at = features.findIndex((feature) => feature.name === name)
  const { binning, points } = features[at] as ChangeableFeature // checked above
  const from = values[at] ?? null
  const bin = binOf(binning, from)
  if (from === null || bin > binning.cuts.length) return []
  const own = points[bin] as number
  const changes: Change[] = []
  const mostGained = () => Math.max(0, ...changes.map(({ gained }) => gained))
  for (let steps = 1; steps <= binning.cuts.length; steps++) {
    const reached: Change[] = []
    const offer = (to: number, goal: Change['to']) => {
      const gained = (points[to] as number) - own
      if (gained > mostGained()) reached.push({ name, from, to: goal, gained, steps })
    }
    if (direction !== 'up' && bin - steps >= 0) {
      offer(bin - steps, { atMost: binning.cuts[bin - steps] as number })
    }
    if (direction !== 'down' && bin + steps <= binning.cuts.length) {
      offer(bin + steps, { above: binning.cuts[bin + steps - 1] as number })
    }
    changes.push(...reached)
  }
  return changes
}

interface Search {
  readonly size: number
  readonly score: number
  readonly target: number
}

/** Every plan of exactly `size` features that reaches the target. */
function combine(choices: readonly (readonly Change[])[], { size, ...goal }: Search): Plan[] {
  if (size === 0) return goal.score >= goal.target ? [{ changes: [], score: goal.score }] : []
  return choices.flatMap((changes, at) =>
    changes.flatMap((change) =>
      combine(choices.slice(at + 1), {
        size: size - 1,
        target: goal.target,
        score: goal.score + change.gained,
      }).map((rest) => ({ ...rest, changes: [change, ...rest.changes] })),
    ),
  )
}

function bySmallness(a: Plan, b: Plan): number {
  const steps = ({ changes }: Plan) => changes.reduce((sum, change) => sum + change.steps, 0)
  const names = ({ changes }: Plan) => changes.map(({ name }) => name).join('\n')
  return steps(a) - steps(b) || b.score - a.score || (names(a) < names(b) ? -1 : 1)
}
