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
import type { DataTable } from '../report/dataTable.ts'
import { countOf, signedThree, three, whole } from '../report/words.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { type PublicTable, publicTables } from './publicTables.ts'
import { familiesWords, familyNames, termsOfProfit, verdict } from './verdicts.ts'

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
        'Each table is split into seven tenths to learn from and three tenths to be judged on, several times, so that anybody gets the same ' +
          'splits. They are random within one period: none tests a later year. Splits share people, so counts of splits say how steady a lead is, not how sure. ' +
          'The settings of the models were chosen on these very tables: expect a little less on others.',
        termsOfProfit(),
        ...judged.map(
          ({ table, evaluation }) => `${table.title}; ${table.outcome}. ${verdict(evaluation)}`,
        ),
      ],
      tables: judged.flatMap(({ table, evaluation }) => [
        familyTable(table, evaluation),
        comparisonTable(table, evaluation),
      ]),
      figures: [],
    },
    answers: {
      families: familiesWords(
        judged.map(({ table: { shortName, sameLoansAs }, evaluation }) => ({
          ...{ name: shortName, evaluation },
          ...(sameLoansAs === undefined ? {} : { sameLoansAs }),
        })),
      ),
    },
    figures: Object.fromEntries(judged.map(({ evaluation }) => [evaluation.name, evaluation])),
  }
}

function familyTable({ title }: PublicTable, { models, rows, bad, splits }: Evaluation): DataTable {
  return {
    title: `${title}: ${whole(rows)} people, ${whole(bad)} bad, ${countOf(splits, 'split')}`,
    columns: [
      'family',
      'AUC',
      '± between splits',
      'KS',
      'Brier',
      'ECE',
      'EMP, per 1,000 lent',
      'no skill, per 1,000 lent',
    ],
    rows: modelFamilies.map((family) => {
      const figures = models[family]
      if (figures === undefined) return [familyNames[family]]
      const { aucMean, aucDeviation, ks, brier, ece, emp, empNoSkill } = figures
      return [
        ...[
          familyNames[family],
          three(aucMean),
          splits < 2 ? null : three(aucDeviation),
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
    title: `${title}: in how many of ${countOf(splits, 'split')} one family beats another beyond chance`,
    columns: ['first, other', 'difference of AUC', 'first better', 'other better'],
    rows: comparison.pairs.map(({ a, b, difference, aBetter, bBetter }) => [
      `${nameOf(a)}, ${nameOf(b)}`,
      ...[signedThree(difference), String(aBetter), String(bBetter)],
    ]),
    isFolded: true,
  }
}

function nameOf(family: string): string {
  return familyNames[family as ModelFamily] ?? family // a comparison holds families alone
}
