import type { DominationGraph } from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import { barChart, calibrationChart, distributionChart, rocChart } from '../report/charts.ts'
import { calibrationCurve, rocCurve, scoreHistogram } from '../report/curves.ts'
import { dominationChart } from '../report/graphCharts.ts'
import type { Figure } from '../report/page.ts'
import type { Experiment } from './experiment.ts'
import { modelNames } from './models.ts'
import { find } from './tables.ts'

export interface Importance {
  readonly feature: string
  readonly value: number
}

const mostBars = 20

export function modelFigures(
  { judged, testLabels }: Experiment,
  domination: DominationGraph,
): Figure[] {
  const forest = (model: string) => find(judged, model, 'forest')
  const shown = ['A', 'B', 'D', 'F', 'G', 'H'] as const
  return [
    {
      picture: rocChart(
        'ROC curves of six random forests',
        shown.map((model) => rocCurve(model, testLabels, forest(model).probability)),
      ),
      caption:
        'How many defaulters are caught (up) for how many good payers turned away (right). The higher the curve, the better; the diagonal is a coin.',
    },
    {
      picture: dominationChart(
        'Domination graph of the random forests',
        modelNames,
        domination.arrows,
      ),
      caption:
        'An arrow leads from a model to one that it beats by more than chance (DeLong’s test, corrected for the number of pairs, .05). Models without a path between them cannot be told apart.',
    },
    {
      picture: calibrationChart('Calibration of model H', [
        calibrationCurve('forest', testLabels, forest('H').probability),
        calibrationCurve('regression', testLabels, find(judged, 'H', 'lr').probability),
      ]),
      caption:
        'Ten groups of people by predicted risk: how many did default. On the diagonal the probabilities can be priced with.',
    },
    {
      picture: distributionChart(
        'Scores of goods and of bads, model H',
        scoreHistogram(testLabels, forest('H').probability.map(logOdds)),
      ),
      caption:
        'Log-odds of default by the forest of model H, each class as shares of itself. The less they overlap, the better they are told apart.',
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
  return { picture: barChart(title, bars, unit), caption }
}

/** Kept within ±9: a forest may say 0 or 1. */
function logOdds(probability: number): number {
  const bounded = Math.min(Math.max(probability, 1e-4), 1 - 1e-4)
  return Math.log(bounded / (1 - bounded))
}
