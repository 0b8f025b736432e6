import type { DominationGraph } from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import type { Homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import type { DataTable } from '../report/page.ts'
import { probability, three, whole } from '../report/words.ts'
import type { Experiment, Judged } from './experiment.ts'
import { type Classifier, classifiers, modelNames, models, paperAuc } from './models.ts'
import { type Population, published } from './population.ts'

export const classifierNames: Readonly<Record<Classifier, string>> = {
  lr: 'regression',
  tree: 'tree',
  forest: 'forest',
}

export function populationTable(
  { people, calls }: Population,
  { keptCalls, homophily }: { readonly keptCalls: number; readonly homophily: Homophily },
): DataTable {
  const bad = people.y.reduce((sum, label) => sum + label, 0)
  const fewer = (ratio: number | null) =>
    ratio === null ? 'not defined' : `${Math.round(100 * (1 - ratio))} % less often`
  return {
    title: 'The synthetic country beside what the paper published',
    columns: ['figure', 'here', 'paper'],
    rows: [
      [
        'people who got a card (subjects)',
        whole(people.counts.subjects),
        whole(published.subjects),
      ],
      ['share who default', three(bad / people.y.length), three(published.defaultRate)],
      ['dyadicity of defaulters', three(homophily.dyadicity), three(published.dyadicity)],
      [
        'heterophilicity of defaulters',
        three(homophily.heterophilicity),
        three(published.heterophilicity),
      ],
      ['p of the test of homophily', probability(homophily.p), '< .0001'],
      ['other customers of the bank', whole(people.counts.customers), 'not told'],
      ['strangers to the bank', whole(people.counts.strangers), 'not told'],
      ['calls', whole(calls.seconds.length), 'not told'],
      ['calls of five seconds or more', whole(keptCalls), 'not told'],
    ],
    note:
      `Defaulters know each other ${fewer(homophily.dyadicity)} (dyadicity), and other people ${fewer(homophily.heterophilicity)} ` +
      '(heterophilicity), than if calls fell at random.',
  }
}

export function aucTable(judged: readonly Judged[]): DataTable {
  return {
    title: 'How well each model tells defaulters from good payers (AUC, people held out)',
    columns: [
      'model',
      'what it sees',
      ...classifiers.map((each) => classifierNames[each]),
      ...classifiers.map((each) => `paper: ${classifierNames[each]}`),
    ],
    rows: modelNames.map((name) => [
      name,
      models[name].map((group) => groupNames[group]).join(', '),
      ...classifiers.map((each) => three(find(judged, name, each).auc)),
      ...classifiers.map((each) => {
        const auc = paperAuc[name]?.[each]
        return auc === undefined ? '–' : three(auc)
      }),
    ]),
    note:
      'A to H are the paper’s models (its Table 4). H+ adds what the paper lacks: exposure to late payers relative to exposure to people who ' +
      'always paid. The paper’s data are private and ours invented: neither the level nor the order here is evidence about real people.',
  }
}

const groupNames = {
  SD: 'bank data (SD)',
  CB: 'own calls (CB)',
  LB: 'late payers called (LB)',
  PR: 'exposure, PageRank (PR)',
  SPA: 'exposure, spreading (SPA)',
  relative: 'relative exposure',
} as const

export function profitTable({ judged, testLabels }: Experiment): DataTable {
  const bads = testLabels.reduce((sum, label) => sum + label, 0)
  const rows = judged.filter(({ classifier }) => classifier !== 'tree')
  return {
    title: 'What rejecting by a model earns, over accepting everybody',
    columns: [
      ...['model', 'kind', 'rejected', 'of them default', 'of them good'],
      ...['earned more', 'profit as in the paper, more', 'EMP'],
    ],
    rows: rows.map(({ model, classifier, profit, earned }) => [
      ...[model, classifierNames[classifier], whole(profit.rejected), whole(earned.badsRejected)],
      ...[whole(profit.rejected - earned.badsRejected), whole(earned.more / 100)],
      ...[whole((profit.profit - profit.profitAcceptAll) / 100), three(100 * profit.emp)],
    ]),
    note:
      `${whole(testLabels.length)} people held out, of whom ${whole(bads)} default; loss given default .8, return .05; amounts in units of invented ` +
      'money, EMP in percent of the mean loan. “Earned” is income on good loans less losses on bad ones; a rejected applicant earns nothing. The ' +
      'paper’s profit also subtracts the income lost on good payers turned away, so it counts each of them twice. EMP is more hopeful still: it ' +
      'takes the best cut-off for each possible loss, on the same people. Small differences between models are chance.',
  }
}

export function qualityTable({ judged, testLabels }: Experiment): DataTable {
  const rate = testLabels.reduce((sum, label) => sum + label, 0) / testLabels.length
  return {
    title: 'Separation and calibration of every model, after putting the true default rate back',
    columns: ['model', 'kind', 'columns', 'AUC', 'Gini', 'KS', 'Brier', 'ECE'],
    rows: [
      ['none', 'everybody alike', '0', '.500', '.000', '.000', rate * (1 - rate), '.000'],
      ...judged.map(({ model, classifier, columns, auc, ks, brier, ece }) => [
        ...[
          model,
          classifierNames[classifier],
          String(columns),
          three(auc),
          three(2 * auc - 1),
          three(ks),
        ],
        ...[brier, three(ece)],
      ]),
    ],
    note:
      `A Brier score above ${three(rate * (1 - rate)).replace(/^\./, '.')} is worse than giving everybody the same ${(100 * rate).toFixed(1)} %. ` +
      'ECE is the mean distance between predicted and observed rates: beside a default rate this low, .010 is much.',
    isFolded: true,
  }
}

/** Which models cannot be told apart, in a sentence: shorter than the table of all pairs. */
export function dominationWords({ models: ranked, dominations }: DominationGraph): string {
  const pairs = ranked.flatMap((a, at) =>
    ranked.slice(at + 1).map((b) => [a.name, b.name] as const),
  )
  const differs = (a: string, b: string) =>
    dominations.some(({ better, worse }) => better === a && worse === b)
  const alike = pairs.filter(([a, b]) => !differs(a, b)).map(([a, b]) => `${a} and ${b}`)
  const count = `${pairs.length - alike.length} of ${pairs.length} pairs of forests differ by more than chance (DeLong’s test, corrected for the number of pairs, .05).`
  return alike.length === 0 || alike.length > 12
    ? count
    : `${count} Not told apart: ${alike.join('; ')}.`
}

export function find(judged: readonly Judged[], model: string, classifier: Classifier): Judged {
  const found = judged.find((each) => each.model === model && each.classifier === classifier)
  if (found === undefined) throw new RangeError(`no ${classifier} of model ${model}`)
  return found
}
