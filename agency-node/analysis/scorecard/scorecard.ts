import { sigmoid } from '../linear/logistic.ts'
import { type Binning, binOf, type Cell } from './binning.ts'

/** The meaning of points: the base score stands at odds of `baseOdds` goods to one bad, `pdo` more points double them. */
export interface PointsScale {
  readonly baseScore: number
  readonly baseOdds: number
  /** Points to double the odds. */
  readonly pdo: number
}

export const standardScale: PointsScale = { baseScore: 600, baseOdds: 50, pdo: 20 }

export interface CardFeature {
  readonly name: string
  readonly binning: Binning
  /** Whole points by bin; 0 is what the average person gets. */
  readonly points: readonly number[]
  /** What a positive-only family is lifted to. */
  readonly neutralPoints: number
}

/** Features that may raise a score but never lower it (SCORING 1.6), judged together. */
export interface PositiveOnlyFamily {
  readonly name: string
  readonly features: readonly string[]
}

export interface Scorecard {
  readonly scale: PointsScale
  readonly basePoints: number
  readonly features: readonly CardFeature[]
  readonly positiveOnly: readonly PositiveOnlyFamily[]
}

export interface CardResult {
  /** Exactly base points + points + lifts, all whole. */
  readonly score: number
  readonly bins: number[]
  readonly points: number[]
  /** By positive-only family: what brought its sum up to the neutral one, else 0. */
  readonly lifts: number[]
}

function pointsPerLogOdds({ pdo }: PointsScale): number {
  return pdo / Math.LN2
}

/** Points of a person of whom nothing but the intercept (log-odds of bad) is known. */
export function basePointsOf(scale: PointsScale, intercept: number): number {
  return Math.round(
    scale.baseScore - pointsPerLogOdds(scale) * (intercept + Math.log(scale.baseOdds)),
  )
}

/** Points by bin of a feature with this coefficient in the log-odds of bad. */
export function binPointsOf(
  scale: PointsScale,
  { coefficient, woe }: { readonly coefficient: number; readonly woe: readonly number[] },
): number[] {
  // Adding 0 turns -0 into 0, so that canonical JSON and equality see one zero.
  return woe.map((weight) => Math.round(-pointsPerLogOdds(scale) * coefficient * weight) + 0)
}

/** `values` are in the order of the card's features. */
export function evaluateCard(card: Scorecard, values: readonly Cell[]): CardResult {
  const bins = card.features.map(({ binning }, at) => binOf(binning, values[at] ?? null))
  const points = card.features.map((feature, at) => feature.points[bins[at] as number] as number)
  const lifts = card.positiveOnly.map((family) => liftOf(card, family, points))
  const score = [...points, ...lifts].reduce((sum, part) => sum + part, card.basePoints)
  return { score, bins, points, lifts }
}

/** Lifted to the neutral points of the family, not to 0, and as a sum: one neighbour must not count for and against. */
function liftOf(card: Scorecard, family: PositiveOnlyFamily, points: readonly number[]): number {
  let got = 0
  let neutral = 0
  card.features.forEach((feature, at) => {
    if (!family.features.includes(feature.name)) return
    got += points[at] as number
    neutral += feature.neutralPoints
  })
  return Math.max(0, neutral - got)
}

/** To six decimals: a difference in the last bits of an exponential must not become a different answer. */
export function probabilityOfDefault(scale: PointsScale, score: number): number {
  const logOddsOfBad =
    (scale.baseScore - score) / pointsPerLogOdds(scale) - Math.log(scale.baseOdds)
  return Math.round(sigmoid(logOddsOfBad) * 1e6) / 1e6
}

/** The whole score whose odds are nearest to those of a probability of default strictly between 0 and 1. */
export function scoreOfProbability(scale: PointsScale, probability: number): number {
  const logOddsOfGood = Math.log((1 - probability) / probability)
  return Math.round(
    scale.baseScore + pointsPerLogOdds(scale) * (logOddsOfGood - Math.log(scale.baseOdds)),
  )
}

/** The least whole score at which the probability of default is at most this. */
export function scoreAtProbability(scale: PointsScale, probability: number): number {
  const logOddsOfGood = Math.log((1 - probability) / probability)
  return Math.ceil(
    scale.baseScore + pointsPerLogOdds(scale) * (logOddsOfGood - Math.log(scale.baseOdds)),
  )
}
