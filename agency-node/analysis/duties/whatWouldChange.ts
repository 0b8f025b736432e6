import { invalid } from '../labels.ts'
import type { Cell } from '../scorecard/binning.ts'

/**
 * Something that a person may do, in one degree. It moves all the values that depend on it, together: nobody can be late in
 * fewer months and as often as before.
 */
export interface SafeStep {
  /** Steps of one name are degrees of the same thing: a plan has one of them at most. */
  readonly name: string
  /** Until every window that it moves has filled. */
  readonly months: number
  /** Her values afterwards; gaps stay gaps. */
  readonly after: (values: readonly Cell[]) => readonly Cell[]
}

export interface Plan<Step extends SafeStep> {
  readonly steps: readonly Step[]
  /** Its longest step's: they are taken side by side. */
  readonly months: number
  readonly score: number
}

export interface WhatWouldChange<Step extends SafeStep> {
  readonly score: number
  readonly target: number
  /** The smallest plans that reach the target, the best first; empty where none does, or none is needed. */
  readonly plans: readonly Plan<Step>[]
  /** As near as the steps come; equal to the score where nothing helps. */
  readonly reachable: number
}

export interface WhatWouldChangeOptions<Step extends SafeStep> {
  /** Least score wanted: the cut-off, or where the next band begins. */
  readonly target: number
  /** All that may ever be suggested. */
  readonly steps: readonly Step[]
  /** Places of positive-only features, which say something of other people: they stay as they are, whatever a step says. */
  readonly untouched?: readonly number[]
  /** Name of what has to be done before anything else helps: no plan goes without it. */
  readonly required?: string | undefined
  /** Steps to be taken at once, 1 to 4: nobody can follow more. */
  readonly mostSteps?: number
  readonly mostPlans?: number
}

/**
 * The smallest plans that lift a person's score to a target: fewest steps, then fewest months, then the higher score, then the order
 * of the steps; one plan for each set of names. Counterfactuals in the sense of Wachter, Mittelstadt and Russell (2017), over steps
 * that hold together in place of single features, each judged by the model itself, so that they are exact for any family of
 * models. Throws `analysis.invalid_input`.
 */
export function whatWouldChange<Step extends SafeStep>(
  scoresOf: (people: readonly (readonly Cell[])[]) => ArrayLike<number>,
  values: readonly Cell[],
  options: WhatWouldChangeOptions<Step>,
): WhatWouldChange<Step> {
  const { target, steps, untouched = [], required, mostSteps = 3, mostPlans = 3 } = options
  if (!(Number.isInteger(mostSteps) && mostSteps >= 1 && mostSteps <= 4)) {
    throw invalid('One to four steps can be taken at once.')
  }
  if (!Number.isFinite(target)) throw invalid('The target is not a finite number.')
  const walked = (taken: readonly Step[]) => walk(values, taken, untouched)
  const useful = steps.filter((step) => !isSame(walked([step]), values))
  const choices = combinations(useful, mostSteps).filter(
    (taken) => required === undefined || taken.some(({ name }) => name === required),
  )
  const [score = Number.NaN, ...scores] = Array.from(scoresOf([values, ...choices.map(walked)]))
  const plans = choices.map((taken, at) => planOf(taken, scores[at] as number))
  const reachable = Math.max(score, ...scores)
  const reaching = score >= target ? [] : plans.filter((plan) => plan.score >= target)
  const smallest = onePerNames(reaching.sort(bySmallness))
  const fewest = smallest[0]?.steps.length
  const told = smallest.filter((plan) => plan.steps.length === fewest).slice(0, mostPlans)
  return { score, target, plans: told, reachable }
}

function walk(
  values: readonly Cell[],
  steps: readonly SafeStep[],
  untouched: readonly number[],
): readonly Cell[] {
  const after = steps.reduce((current, step) => step.after(current), values)
  return after.map((value, at) => (untouched.includes(at) ? (values[at] ?? null) : value))
}

function isSame(a: readonly Cell[], b: readonly Cell[]): boolean {
  return a.every((value, at) => Object.is(value, b[at]))
}

/** Every choice of one to `most` steps without two of one name, in the order of the steps. */
function combinations<Step extends SafeStep>(steps: readonly Step[], most: number): Step[][] {
  if (most === 0) return []
  return steps.flatMap((step, at) => {
    const others = steps.slice(at + 1).filter(({ name }) => name !== step.name)
    return [[step], ...combinations(others, most - 1).map((rest) => [step, ...rest])]
  })
}

function planOf<Step extends SafeStep>(steps: readonly Step[], score: number): Plan<Step> {
  return { steps, months: Math.max(...steps.map(({ months }) => months)), score }
}

/** A stable sort keeps the order of the steps among equals. */
function bySmallness(a: Plan<SafeStep>, b: Plan<SafeStep>): number {
  return a.steps.length - b.steps.length || a.months - b.months || b.score - a.score
}

function onePerNames<Step extends SafeStep>(plans: readonly Plan<Step>[]): Plan<Step>[] {
  const names = plans.map(({ steps }) => steps.map(({ name }) => name).join('\n'))
  return plans.filter((_, at) => names.indexOf(names[at] as string) === at)
}
