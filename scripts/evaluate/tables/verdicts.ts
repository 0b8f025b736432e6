import type { Evaluation } from '@creditmesh/agency-node/scoring/evaluate/evaluateTable.ts'
import { defaultProfit } from '@creditmesh/agency-node/scoring/evaluate/judgeScores.ts'
import {
  type ModelFamily,
  modelFamilies,
} from '@creditmesh/agency-node/scoring/families/familyNames.ts'
import type { Answer } from '../report/page.ts'
import { capitalised, countOf, list, percent, three } from '../report/words.ts'

export const familyNames: Readonly<Record<ModelFamily, string>> = {
  lr: 'logistic regression',
  tree: 'pruned tree',
  forest: 'random forest',
  scorecard: 'scorecard (WoE)',
  boosting: 'gradient boosting',
}

/** Of the loss distribution: p0 lose nothing, p1 all, the rest anything between. */
const meanLoss = defaultProfit.p1 + (1 - defaultProfit.p0 - defaultProfit.p1) / 2

/** The risk at which a loan's expected income and loss are alike: only above it turning somebody away pays. */
const breakEven = defaultProfit.roi / (defaultProfit.roi + meanLoss)

/** On which terms the tables' money is counted. */
export function termsOfProfit(): string {
  const { p0, p1, roi } = defaultProfit
  return (
    `Money is counted per 1,000 lent, on the terms of Verbraken et al. 2014: a good loan returns ${percent(roi)}; of bad loans ${percent(p0)} lose nothing, ${percent(p1)} ` +
    `everything, the others anything between. On these terms turning somebody away pays only above a risk of ${percent(breakEven)}. “No skill” is what the better of accepting ` +
    'all and rejecting all earns: a model is worth only the difference. The part above uses the paper’s terms, so amounts cannot be compared with these.'
  )
}

/** Who leads, in how many splits more than chance speaks for it, and whether it matters in money. */
export function verdict({ models, comparison, splits, rows, bad }: Evaluation): string {
  const ranked = modelFamilies
    .flatMap((family) => {
      const figures = models[family]
      return figures === undefined ? [] : [{ family, ...figures }]
    })
    .sort((a, b) => b.aucMean - a.aucMean)
  const [best, ...others] = ranked
  if (best === undefined) return 'No model was judged.'
  const counts = others.map(
    ({ family }) => `${familyNames[family]} in ${countWins(comparison, best.family, family)}`,
  )
  const lead = `${capitalised(familyNames[best.family])} leads on average (AUC ${three(best.aucMean)})`
  const beyond =
    counts.length === 0 ? '' : `, beyond chance over ${list(counts)} of ${countOf(splits, 'split')}`
  return `${lead}${beyond}. ${worthWords(1000 * (best.emp - best.empNoSkill), { badShare: bad / rows, turnedAway: best.fraction })}`
}

/** Gains below one in a thousand are explained where the terms explain them. */
function worthWords(
  worth: number,
  { badShare, turnedAway }: { readonly badShare: number; readonly turnedAway: number },
): string {
  const words = `It is worth ${worth < 0.05 ? 'nothing' : worth.toFixed(1)} per 1,000 lent over accepting or rejecting all`
  const isRare = worth < 1 && badShare < breakEven / 2
  return isRare
    ? `${words}: ${percent(badShare, 1)} are bad, and turning away pays only above a risk of ${percent(breakEven)}, so that even the best cut-offs turn away ${percent(turnedAway, 1)}.`
    : `${words}.`
}

/** Splits in which the first is better by more than chance. */
function countWins({ pairs }: Evaluation['comparison'], first: string, second: string): number {
  return pairs.reduce((sum, { a, b, aBetter, bBetter }) => {
    if (a === first && b === second) return sum + aBetter
    return a === second && b === first ? sum + bBetter : sum
  }, 0)
}

export interface JudgedTable {
  readonly name: string
  /** The table of which it is another coding: the same loans do not count twice. */
  readonly sameLoansAs?: string
  readonly evaluation: Evaluation
}

/** Forest or regression, on real loans: the counts of all tables. */
export function familiesWords(judged: readonly JudgedTable[]): Answer {
  const counted = judged.map(({ evaluation, ...table }) => ({
    ...table,
    forest: countWins(evaluation.comparison, 'forest', 'lr'),
    regression: countWins(evaluation.comparison, 'lr', 'forest'),
    splits: evaluation.splits,
  }))
  const tables = counted.filter(({ sameLoansAs }) => sameLoansAs === undefined)
  const words = tables.map(({ name, forest, regression, splits }) => {
    const again = counted
      .filter(({ sameLoansAs }) => sameLoansAs === name)
      .map(
        (each) => ` (the same loans coded as ${each.name}: ${each.forest} and ${each.regression})`,
      )
    return `${name} ${forest} and ${regression} of ${splits}${again.join('')}`
  })
  const ahead = (method: 'forest' | 'regression') => {
    const won = tables.filter((table) => table[method] > 0)
    return won.length === 0
      ? 'none'
      : list(won.map((table) => `${table.name} in ${table[method]} of ${table.splits} splits`))
  }
  return {
    claim: `On ${countOf(tables.length, 'set')} of real loans, ahead beyond chance: the forest on ${ahead('forest')}; regression on ${ahead('regression')}.`,
    figures: `On public tables of real loans, splits in which the forest beats regression beyond chance, and the reverse: ${words.join(', ')}.`,
  }
}
