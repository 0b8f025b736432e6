import { join } from 'node:path'
import { compareAreas, placements } from '@creditmesh/agency-node/analysis/judgement/delong.ts'
import type { Labels } from '@creditmesh/agency-node/analysis/labels.ts'
import { areaInterval } from '../areaInterval.ts'
import { level } from '../chance.ts'
import { signedThree, three, whole } from '../report/words.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { crossValidateOtc, type OtcModel, otcModels } from './crossValidate.ts'
import { readRatings } from './ratings.ts'

const names: Readonly<Record<OtcModel, string>> = {
  pageRank: 'exposure to frauds relative to benign people (PageRank, undirected)',
  links: 'frauds and benign people among the neighbours (random forest)',
  behaviour: 'own behaviour: the ratings given (random forest)',
  behaviourAndLinks: 'own behaviour and neighbours (random forest)',
}

/** Above this, the labels have leaked into the features (the labels were made from ratings received). */
const leakage = 0.99

/** Part (c): does exposure to known bad people tell something on real labels? */
export async function otcPart(dataFolder: string, options: StudyOptions): Promise<StudyPart> {
  const ratings = await readRatings(join(dataFolder, 'bitcoin'))
  const design = { repeats: options.isQuick ? 1 : 10, folds: 5, trees: options.isQuick ? 50 : 500 }
  const scores = crossValidateOtc(ratings, {
    ...design,
    onProgress: (done, total) => options.log(`Bitcoin-OTC: fold ${done} of ${total}`),
  })
  const rows = otcModels.map((model) => ({
    model,
    ...judge(ratings.y, scores[model], scores.pageRank),
  }))
  return {
    section: {
      title: 'Real labels: frauds on Bitcoin-OTC',
      words: [
        `${ratings.y.length} of ${whole(ratings.networks.UD.nodes)} traders have a label, ${ratings.y.reduce((sum, label) => sum + label, 0)} as frauds. ` +
          'Exposure starts from the labels of the training folds alone; the test fold’s labels are used nowhere. The values of ' +
          'ratings received made the labels, so they are left out: with them the answer would leak into the data.',
        'This is fraud among traders who rate each other, not loans. It shows that the method can find risk that does follow a network. It says nothing of ' +
          'borrowers.',
        `${design.repeats} times ${design.folds} folds, ${design.trees} trees. The interval is what so few labels leave open; the column “± between repeats” is only how much ` +
          'the repeats, which judge the same traders, differ.',
      ],
      tables: [
        {
          title: 'AUC, mean over the repeats',
          columns: [
            ...['score', 'AUC', `95 % interval (${ratings.y.length} labels)`, '± between repeats'],
            'over exposure alone; beyond chance in',
          ],
          rows: rows.map(({ model, mean, low, high, spread, lead, wins }) => [
            ...[
              names[model],
              three(mean),
              `${three(low)} to ${three(high)}`,
              spread === null ? null : three(spread),
            ],
            model === 'pageRank'
              ? null
              : `${signedThree(lead)}; ${wins} of ${design.repeats} repeats`,
          ]),
          note: leakageWords(rows.some(({ mean }) => mean > leakage)),
        },
      ],
      figures: [],
    },
    figures: {
      ...design,
      traders: ratings.networks.UD.nodes,
      labels: ratings.y.length,
      auc: Object.fromEntries(rows.map(({ model, mean }) => [model, mean])),
      models: rows,
    },
  }
}

/** None above the limit is a good sign, no proof. */
function leakageWords(isLeaking: boolean): string {
  return isLeaking
    ? 'An AUC above .99 suggests that labels leaked into the features: do not use these figures.'
    : 'An AUC above .99 would suggest that the answer had leaked into the data. None is, which alone does not prove that nothing leaked; what guards against it is that the values of ratings received are not used and each fold’s labels are withheld.'
}

interface OtcFigures {
  readonly mean: number
  /** Of one repeat, on average: more labels would narrow it, more repeats would not. */
  readonly low: number
  readonly high: number
  /** Null of one repeat. */
  readonly spread: number | null
  /** Over the exposure alone, and in how many repeats it is better beyond chance. */
  readonly lead: number
  readonly wins: number
}

function judge(
  y: Labels,
  repeats: readonly Float64Array[],
  exposure: readonly Float64Array[],
): OtcFigures {
  const own = repeats.map((score) => placements(y, score))
  const alone = exposure.map((score) => placements(y, score))
  const intervals = own.map(areaInterval)
  const tests = own.map((each, at) => compareAreas(each, alone[at] as (typeof alone)[number])) // as many
  const mean = meanOf(intervals.map(({ value }) => value))
  const squares = intervals.reduce((sum, { value }) => sum + (value - mean) ** 2, 0)
  return {
    mean,
    low: meanOf(intervals.map(({ low }) => low)),
    high: meanOf(intervals.map(({ high }) => high)),
    spread: intervals.length < 2 ? null : Math.sqrt(squares / (intervals.length - 1)),
    lead: meanOf(tests.map(({ auc: [a, b] }) => a - b)),
    wins: tests.filter(({ p, auc: [a, b] }) => p <= level && a > b).length,
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
