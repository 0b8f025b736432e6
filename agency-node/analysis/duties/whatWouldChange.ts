import { invalid } from '../labels.ts'
import type { Cell } from '../scorecard/binning.ts'

/** Something that a person may be told to do. What the words leave open makes several readings of it. */
export interface Proposal {
  /** Proposals of one name are degrees of the same thing: of these one is told. */
  readonly name: string
  /** Until it shows. */
  readonly months: number
  /** What it asks of her, by any order: of proposals that are as quick, the one that asks less is told. */
  readonly effort: number
  /** Her values in every case that fits the words: one at least. */
  readonly readings: readonly (readonly Cell[])[]
  /** The same some time later, if she goes on. */
  readonly later: readonly (readonly Cell[])[]
}

/** The lowest of all readings, rounded down to a multiple of `roundTo` unless that falls short of a target that is reached. */
export interface Promised<Of extends Proposal> {
  readonly proposal: Of
  readonly score: number
  /** As much is sure to stay: never more than `score`, never less than the score of now. */
  readonly lasting: number
}

export interface WhatWouldChange<Of extends Proposal> {
  readonly score: number
  readonly target: number
  /** What reaches the target for good whatever the reading, the quickest first, then the least effort; empty where nothing does, or nothing is needed. */
  readonly reaching: readonly Promised<Of>[]
  /** Where nothing reaches it: the smallest of what surely lifts the score most; null where nothing does by `leastLift`. */
  readonly best: Promised<Of> | null
  /** What no promise counts on: the highest of all readings of the proposals of each name. */
  readonly possible: readonly Possible[]
}

export interface Possible {
  readonly name: string
  readonly score: number
}

export interface WhatWouldChangeOptions<Of extends Proposal> {
  /** Least score wanted: the cut-off, or where the next band begins. Infinite where only the best step is wanted. */
  readonly target: number
  /** All that may ever be suggested. */
  readonly proposals: readonly Of[]
  /** Places of positive-only features, which say something of other people: no promise counts on their change. */
  readonly untouched?: readonly number[]
  readonly mostPlans?: number
  /** Promises are multiples of this: a model is no finer. */
  readonly roundTo?: number
  /** A lift of less, for good, is no reason to do anything; nor to do more, or longer. */
  readonly leastLift?: number
  /** The same of what reaches the target: 1 where to reach it is worth anything. */
  readonly leastLiftToTarget?: number
  /** What comes about by itself: nothing of another name that takes as long and promises no more is told. */
  readonly anyway?: Promised<Proposal> | null
  /** Points kept back of every promise: of a model whose score jumps between amounts that are nearly the same. */
  readonly reserve?: number
}

/**
 * What surely lifts a person's score. Counterfactuals in the sense of Wachter, Mittelstadt and Russell (2017), restricted to
 * what she can do (Ustun, Spangher and Liu 2019, "Actionable recourse"), and, since nobody follows advice to the letter, worth the lowest score of
 * all that it may come to. The model itself judges each reading, so that a promise is exact for any family of models, and
 * nothing that could lower a score is ever returned. Throws `analysis.invalid_input`.
 */
export function whatWouldChange<Of extends Proposal>(
  scoresOf: (people: readonly (readonly Cell[])[]) => ArrayLike<number>,
  values: readonly Cell[],
  options: WhatWouldChangeOptions<Of>,
): WhatWouldChange<Of> {
  const { target, proposals, untouched = [] } = options
  const { mostPlans = 3, roundTo = 5, leastLift = 10, reserve = 0 } = options
  const { leastLiftToTarget = 1, anyway = null } = options
  if (Number.isNaN(target)) throw invalid('The target is not a number.')
  if (!(roundTo >= 1 && leastLift >= 1)) throw invalid('Lifts and rounding are one point at least.')
  if (proposals.some(({ readings }) => readings.length === 0)) {
    throw invalid('A proposal has no reading.')
  }
  const { own: score, lowest, highest } = judged(scoresOf, values, { proposals, untouched })
  const promises = proposals
    .map((proposal): Promised<Of> => {
      const reached = lowest(proposal.readings)
      return { proposal, score: reached, lasting: Math.min(reached, lowest(proposal.later)) }
    })
    .filter(({ lasting }) => lasting >= score)
    .map((promise) => keptBack(promise, reserve))
  const roundedDown = (points: number) => {
    const whole = Math.max(score, Math.floor(points / roundTo) * roundTo)
    return points >= target ? Math.max(target, whole) : whole
  }
  const told = ({ proposal, score: reached, lasting }: Promised<Of>) => {
    return { proposal, score: roundedDown(reached), lasting: roundedDown(lasting) }
  }
  const isWorthIt = (promise: Promised<Of>) =>
    anyway === null ||
    anyway.proposal.name === promise.proposal.name ||
    !isSpared(promise, anyway, leastLift)
  const reaching = promises
    .filter(({ lasting }) => score < target && lasting >= target)
    .sort(bySmallness)
    .map(told)
    .filter((promise) => promise.score - score >= leastLiftToTarget)
    // What falls short of the target replaces nothing that reaches it.
    .filter((promise) => isWorthIt(promise) || (anyway?.lasting ?? target) < target)
  const plans = worthTelling(reaching, leastLift).slice(0, mostPlans)
  const lifting = promises
    .map(told)
    .filter((promise) => promise.lasting - score >= leastLift && isWorthIt(promise))
  const best = plans.length > 0 ? null : smallestOfBest(lifting, roundTo)
  return { score, target, reaching: plans, best, possible: possibleOf(proposals, highest) }
}

interface Judged<Of extends Proposal> {
  readonly proposals: readonly Of[]
  readonly untouched: readonly number[]
}

/** Scores each reading once, however many proposals share it. */
function judged<Of extends Proposal>(
  scoresOf: (people: readonly (readonly Cell[])[]) => ArrayLike<number>,
  values: readonly Cell[],
  { proposals, untouched }: Judged<Of>,
) {
  const readings = [...new Set(proposals.flatMap(({ readings, later }) => [...readings, ...later]))]
  // As a reading has it, and as it is now: whichever is lower, so that no promise counts on either.
  const frozen = untouched.length === 0 ? [] : readings.map((each) => keep(values, each, untouched))
  const [own = Number.NaN, ...scores] = Array.from(scoresOf([values, ...readings, ...frozen]))
  const scored = new Map(
    readings.map((reading, at) => {
      const score = scores[at] as number
      return [reading, Math.min(score, scores[at + readings.length] ?? score)]
    }),
  )
  const scoresIn = (these: readonly (readonly Cell[])[]) =>
    these.map((reading) => scored.get(reading) as number)
  return {
    own,
    lowest: (these: readonly (readonly Cell[])[]) => Math.min(...scoresIn(these)),
    highest: (these: readonly (readonly Cell[])[]) => Math.max(...scoresIn(these)),
  }
}

function keep(
  values: readonly Cell[],
  reading: readonly Cell[],
  places: readonly number[],
): readonly Cell[] {
  return reading.map((value, at) => (places.includes(at) ? (values[at] ?? null) : value))
}

/** Stable sorts keep the order of the proposals among equals. */
function bySmallness(a: Promised<Proposal>, b: Promised<Proposal>): number {
  const [first, second] = [a.proposal, b.proposal]
  return first.months - second.months || first.effort - second.effort || b.score - a.score
}

function keptBack<Of extends Proposal>(promise: Promised<Of>, points: number): Promised<Of> {
  const { proposal, score, lasting } = promise
  return { proposal, score: score - points, lasting: lasting - points }
}

/** Of what lifts most, to within one step of the rounding: nobody should do more for less than a model can tell. */
function smallestOfBest<Of extends Proposal>(
  promises: readonly Promised<Of>[],
  roundTo: number,
): Promised<Of> | null {
  const most = Math.max(...promises.map(({ score }) => score))
  const [first] = promises.filter(({ score }) => score >= most - roundTo).sort(bySmallness)
  return first ?? null
}

/** One for each name, and none that is slower than another, asks more and hardly promises more. */
function worthTelling<Of extends Proposal>(
  sorted: readonly Promised<Of>[],
  leastLift: number,
): Promised<Of>[] {
  const told: Promised<Of>[] = []
  for (const promise of sorted) {
    const isKnown = told.some(
      (other) =>
        other.proposal.name === promise.proposal.name || isSpared(promise, other, leastLift),
    )
    if (!isKnown) told.push(promise)
  }
  return told
}

/** Whether another is as quick, asks no more and promises as much, to within what is a reason to do anything. */
function isSpared(
  { proposal, score }: Promised<Proposal>,
  other: Promised<Proposal>,
  leastLift: number,
): boolean {
  return (
    other.proposal.months <= proposal.months &&
    other.proposal.effort <= proposal.effort &&
    other.score > score - leastLift
  )
}

function possibleOf<Of extends Proposal>(
  proposals: readonly Of[],
  highest: (readings: Proposal['readings']) => number,
): Possible[] {
  return [...new Set(proposals.map(({ name }) => name))].map((name) => {
    const same = proposals.filter((proposal) => proposal.name === name)
    return { name, score: Math.max(...same.map(({ readings }) => highest(readings))) }
  })
}
