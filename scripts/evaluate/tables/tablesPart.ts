import { join } from 'node:path'
import {
  type Evaluation,
  evaluateTable,
} from '@creditmesh/agency-node/scoring/evaluate/evaluateTable.ts'
import { readTable } from '@creditmesh/agency-node/scoring/evaluate/readTable.ts'
import {
  type ModelFamily,
  modelFamilies,
} from '@creditmesh/agency-node/scoring/families/familyNames.ts'
import type { DataTable } from '../report/page.ts'
import { list, three, whole } from '../report/words.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { type PublicTable, publicTables } from './publicTables.ts'

const familyNames: Readonly<Record<ModelFamily, string>> = {
  lr: 'logistic regression',
  tree: 'pruned tree',
  forest: 'random forest',
  scorecard: 'scorecard (WoE)',
  boosting: 'gradient boosting',
}

/** Part (a): five families of models on four public tables. */
export async function tablesPart(dataFolder: string, options: StudyOptions): Promise<StudyPart> {
  const judged: { readonly table: PublicTable; readonly evaluation: Evaluation }[] = []
  for (const table of publicTables) {
    const data = await readTable(join(dataFolder, table.file), table.options)
    const evaluation = await evaluateTable(data, {
      name: table.name,
      splits: options.isQuick ? 1 : table.splits,
      families: modelFamilies,
      trees: options.isQuick ? 50 : 500,
      seed: options.seed,
      threads: options.threads,
      onProgress: ({ family, split }) =>
        options.log(`${table.name}: split ${split}, ${familyNames[family]}`),
    })
    judged.push({ table, evaluation })
  }
  return {
    section: {
      title: 'Public tables: how the families of models compare',
      words: [
        'Each table is split into seven tenths to learn from and three tenths to be judged on, so that anybody gets the same ' +
          'splits. All splits are random within one period: none tests a later year.',
        'EMP is the expected maximum profit over accepting everybody, with the losses and the return of 26 % of Verbraken et al. 2014. “No skill” is what the ' +
          'better of accepting all and rejecting all earns: a model is worth only the difference.',
        ...judged.map(({ table, evaluation }) => `${table.title}: ${verdict(evaluation)}`),
      ],
      tables: judged.flatMap(({ table, evaluation }) => [
        familyTable(table, evaluation),
        comparisonTable(table, evaluation),
      ]),
      figures: [],
    },
    figures: Object.fromEntries(judged.map(({ evaluation }) => [evaluation.name, evaluation])),
  }
}

/** Who leads, whom the test cannot tell from the leader in most splits, and whether it matters in money. */
function verdict({ models, comparison, splits }: Evaluation): string {
  const ranked = modelFamilies
    .flatMap((family) => {
      const figures = models[family]
      return figures === undefined ? [] : [{ family, ...figures }]
    })
    .sort((a, b) => b.aucMean - a.aucMean)
  const [best] = ranked
  if (best === undefined) return 'no model was judged.'
  const wins = (other: ModelFamily) =>
    comparison.pairs.reduce(
      (sum, { a, b, aBetter, bBetter }) =>
        sum +
        (a === best.family && b === other
          ? aBetter
          : b === best.family && a === other
            ? bBetter
            : 0),
      0,
    )
  const alike = ranked.slice(1).filter(({ family }) => wins(family) * 2 <= splits)
  const lead = `${familyNames[best.family]} leads (AUC ${three(best.aucMean)})`
  const same =
    alike.length === 0
      ? ' and beats every other in most splits'
      : `; chance explains its lead over ${list(alike.map(({ family }) => familyNames[family]))} in half of the splits or more`
  const worth = 1000 * (best.emp - best.empNoSkill)
  return `${lead}${same}. It is worth ${worth < 0.05 ? 'nothing' : worth.toFixed(1)} per 1,000 lent over accepting or rejecting all.`
}

function splitsText(splits: number): string {
  return splits === 1 ? '1 split' : `${splits} splits`
}

function familyTable({ title }: PublicTable, { models, rows, bad, splits }: Evaluation): DataTable {
  return {
    title: `${title}: ${whole(rows)} people, ${whole(bad)} bad, ${splitsText(splits)}`,
    columns: [
      'family',
      'AUC',
      '± sd over the splits',
      'KS',
      'Brier',
      'ECE',
      'EMP, per 1,000',
      'no skill, per 1,000',
    ],
    rows: modelFamilies.map((family) => {
      const figures = models[family]
      if (figures === undefined) return [familyNames[family]]
      const { aucMean, aucDeviation, ks, brier, ece, emp, empNoSkill } = figures
      return [
        ...[
          familyNames[family],
          three(aucMean),
          three(aucDeviation),
          three(ks),
          three(brier),
          three(ece),
        ],
        ...[(1000 * emp).toFixed(2), (1000 * empNoSkill).toFixed(2)],
      ]
    }),
  }
}

function comparisonTable({ title }: PublicTable, { comparison, splits }: Evaluation): DataTable {
  return {
    title: `${title}: in how many of ${splitsText(splits)} one family beats another (DeLong, .05)`,
    columns: ['family', 'other family', 'difference of AUC', 'first better', 'other better'],
    rows: comparison.pairs.map(({ a, b, difference, aBetter, bBetter }) => [
      ...[nameOf(a), nameOf(b), three(difference), String(aBetter), String(bBetter)],
    ]),
    isFolded: true,
  }
}

function nameOf(family: string): string {
  return familyNames[family as ModelFamily] ?? family // a comparison holds families alone
}
