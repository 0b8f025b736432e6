import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { nextBand } from '../../analysis/duties/nextBand.ts'
import {
  type Promised,
  type Proposal,
  type WhatWouldChange,
  type WhatWouldChangeOptions,
  whatWouldChange,
} from '../../analysis/duties/whatWouldChange.ts'
import type { Cell } from '../../analysis/scorecard/binning.ts'
import type { ModelArtefact } from '../artefact.ts'
import { featureNames } from '../featureCatalogue.ts'
import { type FeatureContext, featuresOf } from '../features.ts'
import type { LoadedModel } from '../loadModel.ts'
import {
  cutOffName,
  type LateMonths,
  lateMonthsAhead,
  type Standing,
  standingOf,
} from './adviceStanding.ts'
import { asItIs, type Way, waysFor } from './adviceWays.ts'
import { adviceText, planText } from './adviceWords.ts'
import { lookBackOf } from './ageing.ts'
import { type Course, futureOf, type Present, presentOf } from './futures.ts'

/** What would change a score, for the person: as data, and in words. */
export interface Advice {
  /** `partial`: something surely helps, though the target stays out of reach. */
  readonly outcome: 'plans' | 'partial' | 'none_needed' | 'too_little_history' | 'out_of_reach'
  readonly score: number
  /** The cut-off for who is below it, else where the next band begins; null in the best band. */
  readonly target: Target | null
  /** The best first. */
  readonly plans: readonly AdvisedPlan[]
  /** When late payments of the past stop counting; null where there are none, or one is overdue now. */
  readonly ageing: AgeingPromise | null
  readonly text: string
}

/** When late payments stop counting, and what the score is then at least, all else the same; null where that lifts nothing. */
export interface AgeingPromise extends LateMonths {
  readonly score: number | null
}

export interface Target {
  readonly score: number
  readonly name: string
}

export interface AdvisedPlan {
  readonly name: Way['name']
  readonly months: number
  /** The lowest of all that the words may come to, rounded down. */
  readonly score: number
  /** The same, of all months after those, of two years. */
  readonly lasting: number
  readonly text: string
}

/** A way, followed for some months. */
export interface WayForMonths extends Proposal {
  readonly way: Way
}

const told = [3, 6, 12, 24] as const
// In between, windows of three and six months fill and empty.
const simulated = [3, 4, 5, 6, 9, 12, 15, 18, 21, 24] as const
const mostMonths = 24

/**
 * Every way is lived through in the person's records, month by month, and scored by the code that scored her: what she is told
 * is the lowest that comes out of all that the words may mean. Null for a thin file. Pure.
 */
export function adviceFor(
  loaded: LoadedModel,
  records: readonly UcrRecord[],
  context: FeatureContext,
): Advice | null {
  const vector = featuresOf(records, context)
  const present = presentOf(records, context.asOf)
  if (vector === null || present === null) return null
  const { values } = vector
  const ask = <Of extends Proposal>(asked: Asked<Of>) =>
    whatWouldChange(scoresBy(loaded), values, {
      ...{ target: Number.POSITIVE_INFINITY, untouched: protectedPlaces(loaded.artefact) },
      reserve: loaded.artefact.family === 'scorecard' ? 0 : usualReserve,
      ...{ leastLift, ...asked },
    })
  const { score } = loaded.model.judge(values)
  const target = targetOf(loaded.artefact, score)
  const late = lateMonthsAhead(present, lookBackOf(loaded.artefact))
  const waiting = late && ask({ proposals: [waitingFor(late, present, context.currency)] }).best
  const answer = ask({
    ...(target && { target: target.score }),
    // To reach the line is worth any lift, to reach a better group is not.
    leastLiftToTarget: target?.name === cutOffName ? 1 : leastLift,
    proposals: proposalsFor(present, context.currency),
    anyway: waiting && { ...waiting, score: waiting.lasting },
  })
  const ageing = late && { ...late, score: waiting?.lasting ?? null }
  const standing = standingOf(loaded.artefact, { present, score })
  return worded(answer, { target, ageing, standing, present, currency: context.currency })
}

type Asked<Of extends Proposal> = Pick<
  WhatWouldChangeOptions<Of>,
  'proposals' | 'leastLiftToTarget' | 'anyway'
> & { readonly target?: number }

function proposalsFor(present: Present, currency: string): WayForMonths[] {
  const lived = new Map<Course, readonly (readonly Cell[])[]>()
  const live = (course: Course) => {
    const known = lived.get(course) ?? valuesAfter(course, simulated, { present, currency })
    lived.set(course, known)
    return known
  }
  return waysFor(present).flatMap((way) =>
    told.map((months) => {
      const at = simulated.indexOf(months)
      return {
        ...{ name: way.name, effort: way.effort, months, way },
        readings: way.courses.map((course) => live(course)[at] as readonly Cell[]),
        later: way.courses.flatMap((course) => live(course).slice(at + 1)),
      }
    }),
  )
}

interface Lived {
  readonly present: Present
  readonly currency: string
}

/** Her values after so many months of a course. */
function valuesAfter(
  course: Course,
  months: readonly number[],
  { present, currency }: Lived,
): (readonly Cell[])[] {
  const future = futureOf(present, course, Math.max(...months))
  return months.map((month) => {
    const { records, asOf } = future(month)
    return featuresOf(records, { asOf, currency })?.values ?? []
  })
}

/** Going on as now, with every payment on time, until no late month is seen any more, and then. */
function waitingFor({ months }: LateMonths, present: Present, currency: string): Proposal {
  const lived = asItIs.map((course) =>
    valuesAfter(course, [months, mostMonths], { present, currency }),
  )
  const [readings, later] = [0, 1].map((at) => lived.map((then) => then[at] as readonly Cell[]))
  return { name: 'onTime', months, effort: 0, readings: readings ?? [], later: later ?? [] }
}

function protectedPlaces({ positiveOnly }: ModelArtefact): number[] {
  return positiveOnly.flatMap(({ features }) => features).map((name) => featureNames.indexOf(name))
}

/** Fewer points are no reason to do anything: a model is no finer. */
const leastLift = 10

/** Only the points of a scorecard stand still between two amounts that were tried. */
const usualReserve = 5

function targetOf({ cutOff, bands }: ModelArtefact, score: number): Target | null {
  if (score < cutOff.score) return { score: cutOff.score, name: cutOffName }
  const band = nextBand(bands, score)
  return band && { score: band.leastScore, name: `band ${band.name}` }
}

function scoresBy({ model }: LoadedModel) {
  return (people: readonly (readonly Cell[])[]) => {
    const columns = featureNames.map((_, at) =>
      Float64Array.from(people, (values) => values[at] ?? Number.NaN),
    )
    return model.scoreRows(
      columns,
      Uint32Array.from(people, (_, row) => row),
    )
  }
}

interface Circumstances extends Lived {
  readonly target: Target | null
  readonly ageing: AgeingPromise | null
  readonly standing: Standing
}

function worded(
  { score, reaching, best, possible }: WhatWouldChange<WayForMonths>,
  { target, ageing: waiting, standing, ...lived }: Circumstances,
): Advice {
  const promised = reaching.length > 0 ? reaching : best === null ? [] : [best]
  const outcome = outcomeOf({ isReached: reaching.length > 0, best, standing, target })
  const isTold = outcome === 'plans' || outcome === 'partial' || outcome === 'too_little_history'
  const plans = (isTold ? promised : []).map(({ proposal: { way, months }, ...scores }) => {
    const text = planText(way, { months, ...scores, ...lived })
    return { name: way.name, months, ...scores, text }
  })
  const ageing = waiting && { ...waiting, score: leastOf(waiting, plans) }
  const isOverdue = lived.present.accounts.some(({ isLate }) => isLate)
  const facts = { outcome, score, target, plans, ageing, standing, isOverdue, possible }
  return { outcome, score, target, plans, ageing, text: adviceText(facts) }
}

/** Of one deed one figure is told: the lower. */
function leastOf({ score, months }: AgeingPromise, plans: readonly AdvisedPlan[]): number | null {
  if (score === null) return null
  const same = plans.filter((plan) => plan.name === 'onTime' && plan.months >= months)
  return Math.min(score, ...same.map((plan) => plan.score))
}

interface Answered {
  readonly isReached: boolean
  readonly best: Promised<WayForMonths> | null
  readonly standing: Standing
  readonly target: Target | null
}

function outcomeOf({ isReached, best, standing, target }: Answered): Advice['outcome'] {
  if (target === null) return 'none_needed'
  if (isReached) return 'plans'
  if (standing === 'short') return 'too_little_history'
  if (standing === 'well') return 'none_needed'
  return best === null ? 'out_of_reach' : 'partial'
}
