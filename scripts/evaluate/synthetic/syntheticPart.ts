import { dominationGraph } from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import { callNetwork } from '@creditmesh/agency-node/analysis/network/callNetwork.ts'
import type { CallNetworks } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { egoNetwork } from '@creditmesh/agency-node/analysis/network/view/egoNetwork.ts'
import type { DrawnNode } from '../report/graphCharts.ts'
import { networkPicture } from '../report/networkPicture.ts'
import type { Figure, Section } from '../report/page.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { type Experiment, type Judged, runExperiment } from './experiment.ts'
import { featureGroups, propagation } from './featureGroups.ts'
import { importanceFigure, modelFigures } from './figures.ts'
import { type Importances, importances } from './importance.ts'
import type { People } from './people.ts'
import { drawPopulation, type Population } from './population.ts'
import { aucTable, dominationTable, populationTable, profitTable, qualityTable } from './tables.ts'

/** Part (d): the paper's experiment on a made-up country. */
export function syntheticPart(options: StudyOptions): StudyPart {
  const { seed, isQuick, log } = options
  log('synthetic country: people, ties, calls')
  const population = drawPopulation(seed, isQuick ? 0.1 : 1)
  const { people, calls, loans } = population
  const { networks, keptCalls } = callNetwork(calls, { nodes: people.total })
  const labels = new Int8Array(people.total).fill(-1)
  labels.set(people.y)
  const test = homophily(networks.UD, labels)
  const groups = featureGroups(population, networks, (step) => log(`synthetic country: ${step}`))
  const input = {
    ...{ groups, loans, seed, y: people.y, trees: isQuick ? 50 : 500 },
    onProgress: (done: number, total: number) =>
      log(`synthetic country: model ${done} of ${total}`),
  }
  const experiment = runExperiment(input)
  log('synthetic country: what matters')
  const weights = importances(input, experiment)
  const domination = dominationOf(experiment)
  const section: Section = {
    title: 'The paper’s experiment on a synthetic country',
    words: [
      'The data of the paper are private. This country is made up by a seed: it has the published default rate, dyadicity and ' +
        'heterophilicity, and people whose hidden strain, sociability and regularity show in how they call, spend and pay. How strongly ' +
        'they show is our choice, so the order of the models can be compared with the paper’s, not their level.',
      'Models learn from seven tenths of the subjects, of which as many good payers as defaulters are kept; correlated columns are ' +
        'removed; the probabilities are corrected for the undersampling afterwards.',
    ],
    tables: [
      populationTable(population, { keptCalls, homophily: test }),
      aucTable(experiment.judged),
      profitTable(experiment.judged),
      dominationTable(domination),
      qualityTable(experiment.judged),
    ],
    figures: [
      ...modelFigures(experiment, domination),
      ...importanceFigures(weights),
      neighbourhoodFigure(population, networks, seed),
    ],
  }
  return {
    section,
    figures: {
      ...{ seed, propagation, homophily: test, keptCalls },
      models: experiment.judged.map(summarise),
      domination: domination.dominations,
      importance: weights,
    },
  }
}

function dominationOf({ judged, testLabels }: Experiment) {
  const forests = judged.filter(({ classifier }) => classifier === 'forest')
  const rated = forests.map(({ model, probability }) => ({ name: model, score: probability }))
  return dominationGraph(testLabels, rated)
}

function importanceFigures({ accuracy, profit, undefinedByProfit }: Importances) {
  return [
    importanceFigure(
      'Importance by accuracy',
      'The twenty columns of model H whose loss costs the forest most right verdicts on people whom its trees had not seen.',
      'mean decrease in accuracy',
      accuracy,
    ),
    importanceFigure(
      'Importance by profit',
      'The twenty columns of model H with which trees earn most, compared with the trees that do not see them, as a share of the money lent. ' +
        `${undefinedByProfit} columns are in every tree or in none and have no figure.`,
      'mean decrease in profit',
      profit,
    ),
  ]
}

/** Around the subject who knows most late payers: what exposure starts from. */
function neighbourhoodFigure({ people }: Population, networks: CallNetworks, seed: number): Figure {
  const { offsets, targets } = networks.UD
  const latePayers = (subject: number) =>
    targets
      .subarray(offsets[subject], offsets[subject + 1])
      .filter((node) => (people.late[node] ?? 0) > 0).length
  let centre = 0
  for (let subject = 1; subject < people.counts.subjects; subject++) {
    if (latePayers(subject) > latePayers(centre)) centre = subject
  }
  const { graph } = egoNetwork(networks.UD, centre, { radius: 2, maxNodes: 160 })
  return {
    picture: networkPicture('The people around one subject', graph, {
      seed,
      kindOf: (node) => kindOf(people, node),
    }),
    caption:
      'The subject with the most late payers among those she calls, and the people around her: blue circles are subjects, dark squares customers who paid late, white squares customers who did not, grey dots strangers to the bank.',
  }
}

function kindOf({ counts, late }: People, node: number): DrawnNode['kind'] {
  if (node < counts.subjects) return 'subject'
  if (late[node] === -1) return 'stranger'
  return (late[node] ?? 0) > 0 ? 'delinquent' : 'customer'
}

function summarise({ probability: _, ...figures }: Judged) {
  return figures
}
