import type { DominationGraph } from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import type { Homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import type { DataTable } from '../report/page.ts'
import type { Judged } from './experiment.ts'
import { type Classifier, classifiers, modelNames, models, paperAuc } from './models.ts'
import { type Population, published } from './population.ts'

const classifierNames: Readonly<Record<Classifier, string>> = {
  lr: 'logistic regression',
  tree: 'decision tree',
  forest: 'random forest',
}

export function populationTable(
  { people, calls }: Population,
  { keptCalls, homophily }: { readonly keptCalls: number; readonly homophily: Homophily },
): DataTable {
  const bad = people.y.reduce((sum, label) => sum + label, 0)
  return {
    title: 'The synthetic country beside what the paper published',
    columns: ['figure', 'here', 'paper'],
    rows: [
      ['subjects', people.counts.subjects, published.subjects],
      ['default rate', bad / people.y.length, published.defaultRate],
      ['dyadicity of defaulters', homophily.dyadicity, published.dyadicity],
      ['heterophilicity of defaulters', homophily.heterophilicity, published.heterophilicity],
      ['p of the one-tailed test of homophily', homophily.p, null],
      ['other customers of the bank', people.counts.customers, null],
      ['strangers to the bank', people.counts.strangers, null],
      [
        'calls, of which kept',
        `${calls.seconds.length.toLocaleString('en')}, ${keptCalls.toLocaleString('en')}`,
        null,
      ],
    ],
    note:
      'Dyadicity below 1: defaulters are not more connected to each other than chance would have them. Heterophilicity below 1: they ' +
      'are less connected to the others, which is what the test rejects chance for.',
  }
}

export function aucTable(judged: readonly Judged[]): DataTable {
  return {
    title: 'Area under the ROC curve on people held out (test), A to H as in the paper’s Table 4',
    columns: [
      'model',
      'feature groups',
      ...classifiers.map((each) => classifierNames[each]),
      ...classifiers.map((each) => `paper: ${classifierNames[each]}`),
    ],
    rows: modelNames.map((name) => [
      name,
      models[name].join(' + '),
      ...classifiers.map((each) => find(judged, name, each).auc),
      ...classifiers.map((each) => paperAuc[name]?.[each] ?? null),
    ]),
    note:
      'SD: age, status, residence, spending. CB: calling behaviour. LB: late payers among the neighbours. PR, SPA: exposure to late ' +
      'payers by PageRank and spreading activation. H+ adds exposure relative to customers who always paid, which the paper lacks. ' +
      'The paper’s data are private: compare the order of the models, not the level.',
  }
}

export function profitTable(judged: readonly Judged[]): DataTable {
  const forests = judged.filter(({ classifier }) => classifier === 'forest')
  return {
    title:
      'What the random forests are worth (expected maximum profit, loss given default .8, return .05)',
    columns: [
      'model',
      'EMP',
      'EMP of no skill',
      'share rejected',
      'rejected',
      'profit',
      'profit of accepting all',
    ],
    rows: forests.map(({ model, profit }) => [
      ...[model, profit.emp, profit.empNoSkill, profit.fraction, profit.rejected],
      ...[Math.round(profit.profit / 100), Math.round(profit.profitAcceptAll / 100)],
    ]),
    note:
      'EMP is a share of the mean loan, over accepting everybody; each defaulter’s own loss enters. Profit counts a good whom the model ' +
      'rejects as a loss (the paper’s Table 2), so a model that rejects many may earn less than accepting all although its EMP is higher.',
  }
}

export function qualityTable(judged: readonly Judged[]): DataTable {
  return {
    title: 'Separation and calibration of every model, after the correction of the prior',
    columns: [
      'model',
      'classifier',
      'columns',
      'AUC',
      'Gini',
      'KS',
      'Brier',
      'calibration error (ECE)',
    ],
    rows: judged.map(({ model, classifier, columns, auc, ks, brier, ece }) => [
      ...[model, classifierNames[classifier], columns, auc, 2 * auc - 1, ks, brier, ece],
    ]),
  }
}

export function dominationTable({ dominations }: DominationGraph): DataTable {
  return {
    title: 'Which random forests differ by more than chance (DeLong, Holm-corrected, .05)',
    columns: ['better', 'worse', 'z', 'p, corrected'],
    rows: dominations.map(({ better, worse, z, adjustedP }) => [better, worse, z, adjustedP]),
  }
}

export function find(judged: readonly Judged[], model: string, classifier: Classifier): Judged {
  const found = judged.find((each) => each.model === model && each.classifier === classifier)
  if (found === undefined) throw new RangeError(`no ${classifier} of model ${model}`)
  return found
}
