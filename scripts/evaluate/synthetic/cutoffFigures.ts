import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import {
  type Earnings,
  earningsAt,
  gainsOfRejecting,
  percentileInterval,
  resampledEarnings,
} from './earnings.ts'
import { type Experiment, find } from './experiment.ts'
import { type Classifier, classifierNames, type ModelName } from './models.ts'
import type { Change } from './networkFindings.ts'

const acceptedShares = [0.95, 0.9, 0.85, 0.8, 0.7]

/** The models that a bank could use without data on other people, and with everything. */
const candidates: readonly (readonly [ModelName, Classifier])[] = [
  ['F', 'lr'],
  ['F', 'forest'],
  ['H', 'lr'],
  ['H', 'forest'],
]

/** A model at a share accepted; money in minor units. */
export interface Cutoff extends Earnings {
  readonly model: ModelName
  readonly classifier: Classifier
  readonly accepted: number
  /** Of `more`. */
  readonly interval: Interval
}

export interface CutoffFigures {
  readonly cutoffs: readonly Cutoff[]
  /** From F to H, of each method at each share; the samples are the same, so the differences are paired. */
  readonly changes: readonly Change[]
}

interface Drawn extends Cutoff {
  readonly drawn: Float64Array
}

export function cutoffFigures(
  { judged, testLabels, testLoans }: Experiment,
  { seed, draws }: { readonly seed: number; readonly draws: number },
): CutoffFigures {
  const scores = candidates.map(
    ([model, classifier]) => find(judged, model, classifier).probability,
  )
  const gains = gainsOfRejecting(testLabels, testLoans)
  const byShare = acceptedShares.map((accepted) => {
    const random = seededRandom(seed)
    const resampled = resampledEarnings(gains, scores, { accepted, draws, random })
    return candidates.map(([model, classifier], at): Drawn => {
      const score = scores[at] as Float64Array // one a candidate, as are the samples
      const drawn = resampled[at] as Float64Array
      const earned = earningsAt(testLabels, score, { loans: testLoans, accepted })
      const interval = percentileInterval(earned.more, drawn)
      return { model, classifier, accepted, ...earned, interval, drawn }
    })
  })
  const all = candidates.flatMap((_, at) => byShare.map((cutoffs) => cutoffs[at] as Drawn))
  return { cutoffs: all.map(({ drawn: _, ...cutoff }) => cutoff), changes: changesOf(all) }
}

function changesOf(all: readonly Drawn[]): Change[] {
  const before = all.filter(({ model }) => model === 'F')
  return before.flatMap(({ classifier, accepted, more, drawn }) => {
    const after = all.find(
      (each) => each.model === 'H' && each.classifier === classifier && each.accepted === accepted,
    )
    if (after === undefined) return []
    const gaps = after.drawn.map((each, draw) => each - (drawn[draw] as number))
    const gap = percentileInterval(after.more - more, gaps)
    return [{ method: classifierNames[classifier], accepted, gap }]
  })
}
