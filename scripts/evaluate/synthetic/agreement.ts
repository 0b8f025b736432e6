import { chanceWords, isBeyondChance } from '../chance.ts'
import type { DataTable } from '../report/dataTable.ts'
import { signedThree, three } from '../report/words.ts'
import type { AreaDifference, Comparisons } from './comparisons.ts'
import { type ModelName, paperAuc } from './models.ts'

/** Below it the paper's own difference is none: it prints no test of these pairs by name. */
const noDifference = 0.01

/** Where this country follows the paper and where it does not: all of it, not a choice. */
export function agreementTable(comparisons: Comparisons): DataTable {
  const betterAlone =
    comparisons.area('A', 'forest').value >= comparisons.area('B', 'forest').value ? 'A' : 'B'
  return {
    title: 'What the paper found, and what this country shows (AUC of forests)',
    columns: ['finding', 'paper', 'here', 'difference here', 'as in the paper?'],
    rows: [
      step(comparisons, 'calls and bank data together, not one alone', [betterAlone, 'F']),
      step(comparisons, 'network added to own calls', ['B', 'G']),
      step(comparisons, 'calls and network instead of bank data', ['A', 'G']),
      step(comparisons, 'network added to bank data and calls', ['F', 'H']),
      alone(comparisons, 'network alone, PageRank', 'D'),
      alone(comparisons, 'network alone, spreading activation', 'E'),
      kinds(comparisons),
    ],
    note:
      'The letters are those of the next table. “Yes” is said of the direction, where the difference is beyond chance, and of no difference, where there is next to none here; of a ' +
      'network alone, where the paper’s figure lies in our interval. “No”: our interval leaves the paper’s difference out. “Not shown”: it does not.',
  }
}

type Row = DataTable['rows'][number]

function step(
  comparisons: Comparisons,
  words: string,
  [from, to]: readonly [ModelName, ModelName],
): Row {
  const gap = comparisons.areaGap(to, from, 'forest')
  const before = paperOf(from, 'forest')
  const after = paperOf(to, 'forest')
  const here = [from, to].map((model) => comparisons.area(model as ModelName, 'forest').value)
  return row(`${words} (${from} to ${to})`, [before, after], { here, gap })
}

function kinds(comparisons: Comparisons): Row {
  const here = (['forest', 'lr'] as const).map((kind) => comparisons.area('F', kind).value)
  const paper = [paperOf('F', 'forest'), paperOf('F', 'lr')]
  return row('regression instead of a forest (F)', paper, { here, gap: comparisons.kindGap('F') })
}

function row(
  words: string,
  paper: readonly number[],
  { here, gap }: { readonly here: readonly number[]; readonly gap: AreaDifference },
): Row {
  const arrow = (values: readonly number[]) => values.map(three).join(' → ')
  const paperGap = (paper[1] as number) - (paper[0] as number)
  return [
    ...[words, arrow(paper), arrow(here)],
    ...[`${signedThree(gap.value)}, ${chanceWords(gap.p)}`, likePaper(paperGap, gap)],
  ]
}

/** The direction alone: sizes depend on how the country was drawn. */
export function likePaper(paperGap: number, { value, low, high, p }: AreaDifference): string {
  const isSure = isBeyondChance(p)
  const isLittle = Math.abs(value) < noDifference
  if (Math.abs(paperGap) < noDifference) {
    if (isLittle) return isSure ? 'nearly' : 'yes'
    return isSure ? 'no' : 'cannot tell'
  }
  if (!isSure) return paperGap < low || paperGap > high ? 'no' : 'not shown'
  return Math.sign(value) === Math.sign(paperGap) ? 'yes' : 'no, the reverse'
}

function alone(comparisons: Comparisons, words: string, model: ModelName): Row {
  const { value, low, high } = comparisons.area(model, 'forest')
  const paper = paperOf(model, 'forest')
  const verdict = paper > high ? 'no, weaker' : paper < low ? 'no, stronger' : 'yes'
  return [
    ...[`${words} (${model})`, three(paper), `${three(value)} (${three(low)} to ${three(high)})`],
    ...[`${signedThree(value - paper)} to the paper`, verdict],
  ]
}

export function paperOf(model: ModelName, kind: 'forest' | 'lr'): number {
  const auc = paperAuc[model]?.[kind]
  if (auc === undefined) throw new RangeError(`the paper has no model ${model}`)
  return auc
}
