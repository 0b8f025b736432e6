import {
  delong,
  type Placements,
  placements,
} from '@creditmesh/agency-node/analysis/judgement/delong.ts'
import {
  type DominationGraph,
  dominationGraph,
} from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { areaDifference, areaInterval } from '../areaInterval.ts'
import {
  acceptedShare,
  gainsOfRejecting,
  percentileInterval,
  resampledEarnings,
} from './earnings.ts'
import { type Experiment, find } from './experiment.ts'
import { type Classifier, classifiers, type ModelName } from './models.ts'

/** The first less the second, and how likely chance alone makes as much of it. */
export interface AreaDifference extends Interval {
  /** Of pairs within one method corrected for the number of such pairs (Holm). */
  readonly p: number
}

export interface Comparisons {
  readonly area: (model: ModelName, classifier: Classifier) => Interval
  readonly areaGap: (a: ModelName, b: ModelName, classifier: Classifier) => AreaDifference
  /** Of one model, regression less forest. */
  readonly methodGap: (model: ModelName) => AreaDifference
  /** Over accepting everybody, at the accepted share; in minor units. */
  readonly earned: (model: ModelName, classifier: Classifier) => Interval
  readonly earnedGap: (a: ModelName, b: ModelName, classifier: Classifier) => Interval
  /** Of the forests, at the level. */
  readonly domination: DominationGraph
}

/** Nearly 1, so that every pair is told with its p: a pair that is missing has 1. */
const everyPair = 1 - 1e-12

/** Everything that sentences compare, each with the doubt that it carries. */
export function compareModels(
  { judged, testLabels, testLoans }: Experiment,
  { seed, draws }: { readonly seed: number; readonly draws: number },
): Comparisons {
  const keyOf = (model: string, classifier: Classifier) => `${model} ${classifier}`
  const ranked = new Map<string, Placements>(
    judged.map(({ model, classifier, probability }) => [
      keyOf(model, classifier),
      placements(testLabels, probability),
    ]),
  )
  const placed = (model: ModelName, classifier: Classifier) =>
    ranked.get(keyOf(model, classifier)) as Placements // every model was judged
  const rated = (classifier: Classifier) =>
    judged
      .filter((each) => each.classifier === classifier)
      .map(({ model, probability }) => ({ name: model, score: probability }))
  const pairs = new Map(
    classifiers.map((each) => [
      each,
      dominationGraph(testLabels, rated(each), { level: everyPair }),
    ]),
  )
  const pOf = (a: string, b: string, classifier: Classifier) =>
    pairs
      .get(classifier)
      ?.dominations.find(
        ({ better, worse }) => [better, worse].sort().join() === [a, b].sort().join(),
      )?.adjustedP ?? 1
  const gains = gainsOfRejecting(testLabels, testLoans)
  const resampled = resampledEarnings(
    gains,
    judged.map(({ probability }) => probability),
    { accepted: acceptedShare, draws, random: seededRandom(seed) },
  )
  const draw = (model: ModelName, classifier: Classifier) =>
    resampled[judged.indexOf(find(judged, model, classifier))] as Float64Array // one a model
  const more = (model: ModelName, classifier: Classifier) =>
    find(judged, model, classifier).earned.more
  return {
    area: (model, classifier) => areaInterval(placed(model, classifier)),
    areaGap: (a, b, classifier) => ({
      ...areaDifference(placed(a, classifier), placed(b, classifier)),
      p: pOf(a, b, classifier),
    }),
    methodGap: (model) => ({
      ...areaDifference(placed(model, 'lr'), placed(model, 'forest')),
      p: delong(
        testLabels,
        find(judged, model, 'lr').probability,
        find(judged, model, 'forest').probability,
      ).p,
    }),
    earned: (model, classifier) =>
      percentileInterval(more(model, classifier), draw(model, classifier)),
    earnedGap: (a, b, classifier) => {
      const other = draw(b, classifier)
      const gaps = draw(a, classifier).map((each, at) => each - (other[at] as number))
      return percentileInterval(more(a, classifier) - more(b, classifier), gaps)
    },
    domination: dominationGraph(testLabels, rated('forest')),
  }
}
