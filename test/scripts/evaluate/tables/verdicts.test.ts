import type { Evaluation } from '@creditmesh/agency-node/scoring/evaluate/evaluateTable.ts'
import { describe, expect, test } from 'vitest'
import {
  familiesWords,
  termsOfProfit,
  verdict,
} from '../../../../scripts/evaluate/tables/verdicts.ts'

const figures = (aucMean: number, emp: number) => ({
  ...{
    auc: [aucMean],
    aucMean,
    aucDeviation: 0,
    sec: 1,
    ks: 0.4,
    brier: 0.1,
    logLoss: 0.3,
    ece: 0.01,
  },
  ...{ emp, empNoSkill: 0, fraction: 0.002 },
})

const evaluation = (emp: number, bad: number): Evaluation => ({
  ...{ name: 'table', rows: 1000, bad, splits: 20, isUndersampled: false },
  models: { lr: figures(0.78, emp), forest: figures(0.79, emp) },
  comparison: {
    level: 0.05,
    pairs: [{ a: 'lr', b: 'forest', difference: -0.01, aBetter: 1, bBetter: 2 }],
    firstSplit: null,
  },
})

describe('what a public table shows', () => {
  test('a lead is told with the splits in which it is more than chance', () => {
    const words = verdict(evaluation(0.024, 300))
    expect(words).toContain('Random forest leads on average (AUC .790)')
    expect(words).toContain('beyond chance over logistic regression in 2 of 20 splits')
    expect(words).toContain('24.0 per 1,000 lent over accepting or rejecting all.')
  })

  test('a gain of next to nothing is explained by the rare bad loans, and only by them', () => {
    expect(verdict(evaluation(0.0003, 52))).toContain('5.2 % are bad, and turning away pays only')
    expect(verdict(evaluation(0.0003, 52))).toContain('even the best cut-offs turn away 0.2 %')
    expect(verdict(evaluation(0.0003, 600))).toContain('rejecting all.')
  })

  test('forest and regression are counted in both directions', () => {
    const judged = [{ name: 'One', evaluation: evaluation(0.02, 300) }]
    const { claim, figures: words } = familiesWords(judged)
    expect(words).toContain('One 2 and 1 of 20.')
    expect(claim).toContain('the forest on One in 2 of 20 splits; regression on One in 1 of 20')
  })

  test('the same loans in another coding do not count twice', () => {
    const one = { name: 'One', evaluation: evaluation(0.02, 300) }
    const again = { ...one, name: 'Again', sameLoansAs: 'One' }
    const { claim, figures: words } = familiesWords([one, again])
    expect(words).toContain('One 2 and 1 of 20 (the same loans coded as Again: 2 and 1).')
    expect(claim).toContain('On 1 set of real loans, ')
  })

  test('the terms say what a loan returns, what is lost and from where turning away pays', () => {
    expect(termsOfProfit()).toContain('a good loan returns 26 %; of bad loans 55 % lose nothing')
    expect(termsOfProfit()).toContain('above a risk of 49 %') // .2644 / (.2644 + .1 + .35 / 2)
  })
})
