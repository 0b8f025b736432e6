import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { chanceWords, isBeyondChance } from '../chance.ts'
import type { DataTable } from '../report/dataTable.ts'
import { signedRange, signedThree, three } from '../report/words.ts'
import type { AreaDifference, Comparisons } from './comparisons.ts'
import { type ModelName, paperAuc } from './models.ts'

/** Below it the paper's own difference has no direction: three decimals hardly show it, and it prints no test of these pairs. */
const noDifference = 0.001

/** Every word of the last column, and when it is said; their order is that of the note. */
const meanings = {
  'same direction': 'beyond chance here, and of the paper’s sign',
  opposite: 'beyond chance here, and of the other sign',
  'too small to tell': 'may be chance here',
  'no difference in the paper': 'the paper’s is below .001, and ours is beyond chance',
  larger: 'our whole interval is beyond the paper’s figure',
  smaller: 'our whole interval falls short of the paper’s figure',
  'within our interval': 'the paper’s figure lies in it',
} as const

export type Verdict = keyof typeof meanings

export interface Finding {
  readonly words: string
  readonly paper: readonly number[]
  readonly here: readonly number[]
  /** Of a step the one less the other; of a single model ours less the paper's, which has no test. */
  readonly gap: Interval & { readonly p?: number }
  readonly verdicts: readonly Verdict[]
}

/** Where this country follows the paper and where it does not: all of it, not a choice. */
export function findings(comparisons: Comparisons): Finding[] {
  const betterAlone =
    comparisons.area('A', 'forest').value >= comparisons.area('B', 'forest').value ? 'A' : 'B'
  return [
    step(comparisons, 'calls and bank data together, not one alone', [betterAlone, 'F']),
    step(comparisons, 'network added to own calls', ['B', 'G']),
    step(comparisons, 'calls and network instead of bank data', ['A', 'G']),
    step(comparisons, 'network added to bank data and calls', ['F', 'H']),
    alone(comparisons, 'network alone, PageRank', 'D'),
    alone(comparisons, 'network alone, spreading activation', 'E'),
    methods(comparisons),
  ]
}

export function agreementTable(found: readonly Finding[]): DataTable {
  return {
    title: 'What the paper found, and what this country shows (AUC of forests)',
    columns: ['finding', 'paper', 'here', 'difference here (95 % interval)', 'beside the paper'],
    rows: found.map(({ words, paper, here, gap, verdicts }) => [
      ...[words, arrow(paper), arrow(here)],
      `${signedThree(gap.value)} (${signedRange(gap)})${gap.p === undefined ? ' to the paper' : `, ${chanceWords(gap.p)}`}`,
      verdicts.join(', '),
    ]),
    note: `The letters are those of the next table. ${meaningsOf(found)} Sizes and directions follow from how the country was drawn.`,
  }
}

function arrow(values: readonly number[]): string {
  return values.map(three).join(' → ')
}

/** The words that the table says, and no others. */
function meaningsOf(found: readonly Finding[]): string {
  const said = new Set(found.flatMap(({ verdicts }) => verdicts))
  const words = Object.entries(meanings).filter(([verdict]) => said.has(verdict as Verdict))
  return `${words.map(([verdict, meaning]) => `“${verdict}”: ${meaning}`).join('; ')}.`
}

function step(
  comparisons: Comparisons,
  words: string,
  [from, to]: readonly [ModelName, ModelName],
): Finding {
  const gap = comparisons.areaGap(to, from, 'forest')
  const paper = [paperOf(from, 'forest'), paperOf(to, 'forest')]
  const here = [from, to].map((model) => comparisons.area(model, 'forest').value)
  return { words: `${words} (${from} to ${to})`, paper, here, gap, verdicts: beside(paper, gap) }
}

function methods(comparisons: Comparisons): Finding {
  const gap = comparisons.methodGap('F')
  const here = (['forest', 'lr'] as const).map((each) => comparisons.area('F', each).value)
  const paper = [paperOf('F', 'forest'), paperOf('F', 'lr')]
  const words = 'regression instead of a forest (F)'
  return { words, paper, here, gap, verdicts: beside(paper, gap) }
}

function beside(paper: readonly number[], gap: AreaDifference): Verdict[] {
  return besidePaper((paper[1] as number) - (paper[0] as number), gap)
}

/** Direction where a difference is beyond chance, then the size where our interval leaves the paper's out. */
export function besidePaper(paperGap: number, gap: AreaDifference): Verdict[] {
  const { value, low, high, p } = gap
  const isNone = Math.abs(paperGap) < noDifference
  if (isBeyondChance(p) && isNone) return ['no difference in the paper']
  if (isBeyondChance(p) && Math.sign(value) !== Math.sign(paperGap)) return ['opposite']
  const direction = isBeyondChance(p) ? 'same direction' : 'too small to tell'
  const [least, most] = paperGap < 0 ? [-high, -low] : [low, high]
  if (isNone || (least <= Math.abs(paperGap) && Math.abs(paperGap) <= most)) return [direction]
  return [direction, least > Math.abs(paperGap) ? 'larger' : 'smaller']
}

function alone(comparisons: Comparisons, words: string, model: ModelName): Finding {
  const { value, low, high } = comparisons.area(model, 'forest')
  const paper = paperOf(model, 'forest')
  const verdict = paper > high ? 'smaller' : paper < low ? 'larger' : 'within our interval'
  const gap = { value: value - paper, low: low - paper, high: high - paper }
  return { words: `${words} (${model})`, paper: [paper], here: [value], gap, verdicts: [verdict] }
}

export function paperOf(model: ModelName, method: 'forest' | 'lr'): number {
  const auc = paperAuc[model]?.[method]
  if (auc === undefined) throw new RangeError(`the paper has no model ${model}`)
  return auc
}
