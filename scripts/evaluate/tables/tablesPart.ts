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
        'Each table is split into seven tenths to learn from and three tenths to be judged on, by a hash, so that anybody gets the same ' +
          'splits. The areas are means over the splits.',
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

function familyTable({ title }: PublicTable, { models, rows, bad, splits }: Evaluation): DataTable {
  return {
    title: `${title}: ${rows.toLocaleString('en')} people, ${bad.toLocaleString('en')} bad, ${splits} splits`,
    columns: [
      'family',
      'AUC',
      '± sd',
      'KS',
      'Brier',
      'ECE',
      'EMP',
      'EMP of no skill',
      'seconds a split',
    ],
    rows: modelFamilies.map((family) => {
      const figures = models[family]
      if (figures === undefined) return [familyNames[family]]
      const { aucMean, aucDeviation, ks, brier, ece, emp, empNoSkill, sec } = figures
      return [familyNames[family], aucMean, aucDeviation, ks, brier, ece, emp, empNoSkill, sec]
    }),
    note: 'EMP with the loss distribution and return of Verbraken et al. 2014; a model is worth what it has above no skill.',
  }
}

function comparisonTable({ title }: PublicTable, { comparison, splits }: Evaluation): DataTable {
  return {
    title: `${title}: in how many of ${splits} splits DeLong’s test tells two families apart (.05)`,
    columns: ['family', 'other family', 'difference of AUC', 'first better', 'other better'],
    rows: comparison.pairs.map(({ a, b, difference, aBetter, bBetter }) => [
      ...[nameOf(a), nameOf(b), difference, aBetter, bBetter],
    ]),
  }
}

function nameOf(family: string): string {
  return familyNames[family as ModelFamily] ?? family // a comparison holds families alone
}
