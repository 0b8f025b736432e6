import type { DominationGraph } from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import { barChart, calibrationChart, distributionChart, rocChart } from '../report/charts.ts'
import { calibrationCurve, rocCurve, scoreHistogram } from '../report/curves.ts'
import { dominationChart } from '../report/graphCharts.ts'
import type { Figure } from '../report/page.ts'
import { percent } from '../report/words.ts'
import { type Experiment, find } from './experiment.ts'
import { modelNames } from './models.ts'
import { dominationWords } from './tables.ts'

export interface Importance {
  readonly feature: string
  readonly isAboutOthers: boolean
  readonly value: number
}

const mostBars = 20

export function modelPictures(
  { judged, testLabels }: Experiment,
  domination: DominationGraph,
): Figure[] {
  const forest = (model: string) => find(judged, model, 'forest')
  const shown = ['A', 'B', 'D', 'F', 'H'] as const
  return [
    {
      title: 'Defaulters caught for good payers turned away',
      picture: rocChart(
        'ROC curves of five random forests',
        shown.map((model) => ({
          ...rocCurve(model, testLabels, forest(model).probability),
          isDashed: model === 'H',
        })),
      ),
      caption:
        'Forests that see bank data (A), own calls (B), exposure to late payers (D), bank data and own calls (F), everything (H, dashed). The higher the curve, the better; the diagonal is a coin. Where two curves cross, neither is better at every cut-off.',
    },
    {
      title: 'Which forests beat which',
      picture: dominationChart(
        'Domination graph of the random forests',
        modelNames,
        domination.arrows,
      ),
      caption: `An arrow leads from a model to one that it beats by more than chance; models without a path of arrows between them cannot be told apart. An arrow says nothing of how much. ${dominationWords(domination)}`,
    },
    {
      title: 'Can the probabilities be taken at their word?',
      picture: calibrationChart('Calibration of model H', [
        calibrationCurve('forest', testLabels, forest('H').probability),
        calibrationCurve('regression', testLabels, find(judged, 'H', 'lr').probability),
      ]),
      caption: calibrationWords(
        testLabels,
        forest('H').probability,
        find(judged, 'H', 'lr').probability,
      ),
    },
    {
      title: 'Where good payers and defaulters lie',
      picture: distributionChart(
        'Scores of good payers and of defaulters, model H',
        scoreHistogram(testLabels, forest('H').probability.map(logOdds)),
      ),
      caption:
        'Riskier to the right (log-odds of default by the forest of model H). Filled blue: good payers. Red outline: defaulters. Where the two overlap, any cut-off errs.',
    },
  ]
}

export function importanceFigure(
  title: string,
  caption: string,
  unit: string,
  all: readonly Importance[],
): Figure {
  const best = [...all].sort((a, b) => b.value - a.value).slice(0, mostBars)
  const bars = best.map(({ feature, value }) => ({ name: feature, value }))
  const others = best.filter(({ isAboutOthers }) => isAboutOthers).length
  const ofAll = all.filter(({ isAboutOthers }) => isAboutOthers).length
  const counted = `About other people’s payments: ${others} of these ${best.length}, ${ofAll} of all ${all.length} columns.`
  return { title, picture: barChart(title, bars, unit), caption: `${caption} ${counted}` }
}

/** Mean probability and default rate of the tenth with the highest probabilities. */
export function riskiestTenth(y: Uint8Array, p: Float64Array) {
  const [predicted = 0, observed = 0] = calibrationCurve('', y, p).points.at(-1) ?? []
  return { predicted, observed }
}

/** What the riskiest tenth shows, in figures: it is where decisions fall. */
function calibrationWords(y: Uint8Array, forest: Float64Array, regression: Float64Array): string {
  const riskiest = (p: Float64Array) => {
    const { predicted, observed } = riskiestTenth(y, p)
    return `predicts ${percent(predicted)}, and ${percent(observed)} default`
  }
  return (
    'Ten equal groups by predicted risk; on the diagonal prediction and fact agree. In the riskiest tenth the forest of model H ' +
    `${riskiest(forest)}; the regression ${riskiest(regression)}. Recalibrate on your own people before you price.`
  )
}

/** Kept within ±9: a forest may say 0 or 1. */
function logOdds(probability: number): number {
  const bounded = Math.min(Math.max(probability, 1e-4), 1 - 1e-4)
  return Math.log(bounded / (1 - bounded))
}
