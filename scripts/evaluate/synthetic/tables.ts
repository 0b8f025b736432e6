import type { DominationGraph } from '@creditmesh/agency-node/analysis/judgement/dominationGraph.ts'
import type { Homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import type { DataTable } from '../report/dataTable.ts'
import { percent, probability, three, whole } from '../report/words.ts'
import type { Comparisons } from './comparisons.ts'
import type { Experiment } from './experiment.ts'
import { find } from './experiment.ts'
import { sameTreesWords } from './findings.ts'
import { homophilyWords } from './homophilyWords.ts'
import { classifierNames, classifiers, modelNames, modelWords, paperAuc } from './models.ts'
import { type Population, published } from './population.ts'

export function aucTable(experiment: Experiment, comparisons: Comparisons): DataTable {
  return {
    title:
      'How well each model tells defaulters from good payers (AUC of people held out, ± its 95 % interval)',
    columns: [
      'model',
      'what it sees',
      ...classifiers.map((each) => classifierNames[each]),
      ...classifiers.map((each) => `paper: ${classifierNames[each]}`),
    ],
    rows: modelNames.map((name) => [
      ...[name, modelWords[name]],
      ...classifiers.map((each) => {
        const { value, low, high } = comparisons.area(name, each)
        return `${three(value)} ± ${three((high - low) / 2)}`
      }),
      ...classifiers.map((each) =>
        three(paperAuc[name]?.[each] ?? null).replace('not defined', '–'),
      ),
    ]),
    note:
      '“Network” is C, D and E together: who pays late among the contacts, and how much of all late payers’ risk reaches a person. A to H are the paper’s models (its ' +
      'Table 4); H+ adds relative exposure. All are judged on ' +
      `the same people, so a difference smaller than the intervals suggest may still be beyond chance.${sameTreesWords(sameTrees(experiment))}`,
  }
}

/** Models whose trees are one, with and without the columns about other people. */
function sameTrees({ judged }: Experiment): string[][] {
  const families = [
    ['F', 'H', 'H+'],
    ['B', 'G'],
  ]
  const groups = families.map((names) => {
    const [least, ...larger] = names.map((name) => find(judged, name, 'tree'))
    const alike = larger.filter(
      ({ askedOfOthers, probability }) =>
        askedOfOthers === 0 && probability.every((each, row) => each === least?.probability[row]),
    )
    return [least, ...alike].flatMap((each) => each?.model ?? [])
  })
  return groups.filter(({ length }) => length > 1)
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
      ['people who got a card', whole(people.counts.subjects), whole(published.subjects)],
      ['share who default', three(bad / people.y.length), three(published.defaultRate)],
      ['dyadicity of defaulters', three(homophily.dyadicity), three(published.dyadicity)],
      [
        'heterophilicity of defaulters',
        three(homophily.heterophilicity),
        three(published.heterophilicity),
      ],
      ['p of the test that contacts keep apart', probability(homophily.p), '< .0001'],
      ['other customers of the bank', whole(people.counts.customers), '–'],
      ['strangers to the bank', whole(people.counts.strangers), '–'],
      ['calls', whole(calls.seconds.length), '–'],
      ['calls of five seconds or more', whole(keptCalls), '–'],
    ],
    note: homophilyWords(homophily, { bad, people: people.y.length }),
  }
}

export function qualityTable({ judged, testLabels }: Experiment): DataTable {
  const rate = testLabels.reduce((sum, label) => sum + label, 0) / testLabels.length
  const nobody = rate * (1 - rate)
  return {
    title: 'Separation and calibration of every model',
    columns: ['model, method', 'columns', 'AUC', 'Gini', 'KS', 'Brier', 'ECE'],
    rows: [
      ['everybody alike', '0', '.500', '.000', '.000', four(nobody), '.000'],
      ...judged.map(({ model, classifier, columns, auc, ks, brier, ece }) => [
        `${model}, ${classifierNames[classifier]}`,
        ...[String(columns), three(auc), three(2 * auc - 1)],
        ...[three(ks), four(brier), three(ece)],
      ]),
    ],
    note:
      `A Brier score above ${four(nobody)} is worse than giving everybody the same ${percent(rate, 1)}. ` +
      'ECE is the mean distance between predicted and observed rates: beside a default rate this low, .010 is much.',
    isFolded: true,
  }
}

function four(value: number): string {
  return value.toFixed(4).replace(/^0/, '')
}

/** Which models cannot be told apart, in a sentence: shorter than the table of all pairs. */
export function dominationWords({ models: ranked, dominations }: DominationGraph): string {
  const pairs = ranked.flatMap((a, at) =>
    ranked.slice(at + 1).map((b) => [a.name, b.name] as const),
  )
  const differs = (a: string, b: string) =>
    dominations.some(({ better, worse }) => better === a && worse === b)
  const alike = pairs.filter(([a, b]) => !differs(a, b)).map(([a, b]) => `${a} and ${b}`)
  const count = `${pairs.length - alike.length} of ${pairs.length} pairs of forests differ by more than chance (corrected for the number of pairs).`
  return alike.length === 0 || alike.length > 12
    ? count
    : `${count} Not told apart: ${alike.join('; ')}.`
}
