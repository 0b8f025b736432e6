import { ascendingOrder } from '@creditmesh/agency-node/analysis/ascendingOrder.ts'
import { rejectFraction, roundHalfUp } from '@creditmesh/agency-node/analysis/judgement/cutoff.ts'
import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { type Random, randomBelow } from '@creditmesh/agency-node/analysis/random.ts'
import { whole } from '../report/words.ts'
import type { Loans } from './population.ts'

/** Loss given default and return on investment as the paper sets them (5.3). */
export const lgd = 0.8
export const roi = 0.05

/** Fixed, and the same for every model: a share chosen on the people judged would flatter. */
export const acceptedShare = 0.85

/** Plain bookkeeping: a rejected applicant earns and loses nothing. */
export interface Earnings {
  readonly rejected: number
  readonly badsRejected: number
  /** Income on good loans less losses on bad ones, over accepting everybody; in minor units. */
  readonly more: number
}

/** What accepting this share earns: the riskiest of the others are turned away. */
export function earningsAt(
  y: Uint8Array,
  score: Float64Array,
  { loans, accepted }: { readonly loans: Loans; readonly accepted: number },
): Earnings {
  const { isRejected, rejected } = rejectFraction(score, 1 - accepted)
  const gains = gainsOfRejecting(y, loans)
  let badsRejected = 0
  let more = 0
  for (let row = 0; row < y.length; row++) {
    if (isRejected[row] === 0) continue
    badsRejected += y[row] as number
    more += gains[row] as number
  }
  return { rejected, badsRejected, more }
}

/** What turning each person away is worth: a loss saved, or the income of a good loan forgone. */
export function gainsOfRejecting(y: Uint8Array, loans: Loans): Float64Array {
  return Float64Array.from(y, (label, row) =>
    label === 1
      ? lgd * (loans.exposureAtDefault[row] as number)
      : -roi * (loans.amount[row] as number),
  )
}

export interface Resampling {
  readonly accepted: number
  readonly draws: number
  readonly random: Random
}

/**
 * The earnings over accepting everybody in samples of the same people with replacement (the bootstrap of Efron 1979), an array for
 * each score. Every score sees the same samples, so differences are paired; the cut-off is found anew in each.
 */
export function resampledEarnings(
  gains: Float64Array,
  scores: readonly Float64Array[],
  { accepted, draws, random }: Resampling,
): Float64Array[] {
  const people = gains.length
  const riskiestFirst = scores.map((score) => ascendingOrder(score.map((each) => -each)))
  const earned = scores.map(() => new Float64Array(draws))
  const turnedAway = roundHalfUp((1 - accepted) * people)
  for (let draw = 0; draw < draws; draw++) {
    const times = new Uint32Array(people)
    for (let drawn = 0; drawn < people; drawn++) {
      const row = randomBelow(random, people)
      times[row] = (times[row] as number) + 1
    }
    riskiestFirst.forEach((order, at) => {
      ;(earned[at] as Float64Array)[draw] = sumOfFirst(order, times, { gains, count: turnedAway })
    })
  }
  return earned
}

function sumOfFirst(
  order: Uint32Array,
  times: Uint32Array,
  { gains, count }: { readonly gains: Float64Array; readonly count: number },
): number {
  let sum = 0
  let left = count
  for (let at = 0; left > 0 && at < order.length; at++) {
    const row = order[at] as number
    const taken = Math.min(left, times[row] as number)
    sum += taken * (gains[row] as number)
    left -= taken
  }
  return sum
}

/** The figure itself with the middle nineteen twentieths of its resampled values. */
export function percentileInterval(value: number, resampled: Float64Array): Interval {
  const sorted = resampled.toSorted()
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number
  return { value, low: at(0.025), high: at(0.975) }
}

/** In units of money. */
export function intervalWords({ low, high }: Interval): string {
  return `${whole(low / 100)} to ${whole(high / 100)}`
}
