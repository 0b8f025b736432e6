import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import type { DataTable } from '../report/dataTable.ts'
import { percent, whole } from '../report/words.ts'
import {
  earningsAt,
  gainsOfRejecting,
  intervalWords,
  lgd,
  percentileInterval,
  resampledEarnings,
  roi,
} from './earnings.ts'
import { type Experiment, find } from './experiment.ts'
import { type Change, changeWords } from './findings.ts'
import { type Classifier, classifierNames, type ModelName } from './models.ts'

const acceptedShares = [0.95, 0.9, 0.85, 0.8, 0.7]

/** The models that a bank could use without data on other people, and with everything. */
const candidates: readonly (readonly [ModelName, Classifier])[] = [
  ['F', 'lr'],
  ['F', 'forest'],
  ['H', 'lr'],
  ['H', 'forest'],
]

/** What a cut-off does: whom it lets through, whom it turns away, what is earned. */
export function cutoffTable(
  experiment: Experiment,
  { seed, draws }: { readonly seed: number; readonly draws: number },
): DataTable {
  const { judged, testLabels, testLoans } = experiment
  const people = testLabels.length
  const bads = testLabels.reduce((sum, label) => sum + label, 0)
  const scores = candidates.map(
    ([model, classifier]) => find(judged, model, classifier).probability,
  )
  const gains = gainsOfRejecting(testLabels, testLoans)
  const resampled = new Map(
    acceptedShares.map((accepted) => [
      accepted,
      resampledEarnings(gains, scores, { accepted, draws, random: seededRandom(seed) }),
    ]),
  )
  const rows = candidates.flatMap(([model, classifier], at) =>
    acceptedShares.map((accepted) => {
      const score = scores[at] as Float64Array
      const { rejected, badsRejected, more } = earningsAt(testLabels, score, {
        loans: testLoans,
        accepted,
      })
      const drawn = resampled.get(accepted)?.[at] as Float64Array // one a share and candidate
      return [
        ...[model, classifierNames[classifier], percent(accepted)],
        ...[percent((bads - badsRejected) / (people - rejected), 1), percent(badsRejected / bads)],
        ...[((rejected - badsRejected) / Math.max(1, badsRejected)).toFixed(1), whole(more / 100)],
        intervalWords(percentileInterval(more, drawn)),
      ]
    }),
  )
  return {
    title: 'What a cut-off does, in this invented country',
    columns: [
      ...['model', 'kind', 'accepted', 'default rate of the accepted', 'defaulters caught'],
      ...[
        'good payers turned away per defaulter caught',
        `earned over the ${whole((judged[0]?.profit.profitAcceptAll ?? 0) / 100)} of accepting all`,
        '95 % interval',
      ],
    ],
    rows: [
      ['none', 'accept all', '100 %', percent(bads / people, 1), '0 %', '–', '0', '–'],
      ...rows,
    ],
    note:
      `${baselineWords(experiment)} Read a row as: “if we accept nine in ten, …”. Do not pick the best row: it is the best on these very people, and rows whose ` +
      `intervals overlap may have changed places by chance. ${changeWords(changesOf(experiment, resampled))} F sees bank data and own calls; H sees also who pays late around a person.`,
  }
}

type Resampled = ReadonlyMap<number, readonly Float64Array[]>

/** From F to H, of each kind at each share; the samples are the same, so the differences are paired. */
function changesOf({ judged, testLabels, testLoans }: Experiment, resampled: Resampled): Change[] {
  return (['lr', 'forest'] as const).flatMap((classifier) =>
    acceptedShares.map((accepted) => {
      const at = (model: ModelName) => {
        const index = candidates.findIndex(([m, c]) => m === model && c === classifier)
        const { probability } = find(judged, model, classifier)
        const options = { loans: testLoans, accepted }
        return {
          more: earningsAt(testLabels, probability, options).more,
          drawn: resampled.get(accepted)?.[index] as Float64Array, // one a share and candidate
        }
      }
      const [before, after] = [at('F'), at('H')]
      const gaps = after.drawn.map((each, draw) => each - (before.drawn[draw] as number))
      const gap = percentileInterval(after.more - before.more, gaps)
      return { kind: classifierNames[classifier], accepted, gap }
    }),
  )
}

/** What there is to earn without any model: “earned more” is meant on top of it. */
function baselineWords({ judged, testLabels, testLoans }: Experiment): string {
  const all = judged[0]?.profit.profitAcceptAll ?? 0 // the same for every model
  const lent = testLoans.amount.reduce((sum, amount) => sum + amount, 0)
  return (
    `Accepting all ${whole(testLabels.length)} people earns ${whole(all / 100)} in units of invented money, on loans of ${whole(lent / testLabels.length / 100)} on average: ` +
    `a good loan returns ${percent(roi)} of it, a default loses ${percent(lgd)} of what is owed.`
  )
}
