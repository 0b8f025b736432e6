import { calibration } from '@creditmesh/agency-node/analysis/judgement/calibration.ts'
import { rejectFraction } from '@creditmesh/agency-node/analysis/judgement/cutoff.ts'
import {
  type ModelProfit,
  modelProfit,
} from '@creditmesh/agency-node/analysis/judgement/modelProfit.ts'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { fitLr, predictLr } from '@creditmesh/agency-node/analysis/linear/lr.ts'
import { correctPrior, splitByHash, undersample } from '@creditmesh/agency-node/analysis/split.ts'
import { type Table, tableOf, takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { fitForest, predictForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { fitTree, predictTree } from '@creditmesh/agency-node/analysis/trees/tree.ts'
import { dropCorrelated, pickColumns } from '../dropCorrelated.ts'
import type { FeatureGroups } from './featureGroups.ts'
import { type Classifier, classifiers, type ModelName, modelNames, models } from './models.ts'
import type { Loans } from './population.ts'

/** Loss given default and return on investment as the paper sets them (5.3). */
export const lgd = 0.8
export const roi = 0.05

export interface Judged {
  readonly model: ModelName
  readonly classifier: Classifier
  /** Columns left once correlated ones are gone. */
  readonly columns: number
  /** Of the test rows, the prior corrected. */
  readonly probability: Float64Array
  readonly auc: number
  readonly ks: number
  readonly brier: number
  readonly ece: number
  /** With each defaulter's own loss. */
  readonly profit: ModelProfit
  readonly earned: Earnings
}

/** Plain bookkeeping: a rejected applicant earns and loses nothing. */
export interface Earnings {
  readonly badsRejected: number
  /** Income on good loans less losses on bad ones, over accepting everybody; in minor units. */
  readonly more: number
}

export interface Experiment {
  readonly train: Uint32Array
  readonly test: Uint32Array
  readonly testLabels: Uint8Array
  readonly testLoans: Loans
  readonly judged: readonly Judged[]
}

export interface ExperimentInput {
  readonly groups: FeatureGroups
  readonly y: Uint8Array
  readonly loans: Loans
  readonly seed: number
  readonly trees: number
  readonly onProgress?: (done: number, total: number) => void
}

/** The paper's 4.2: 70/30, correlated variables removed, goods of the training set undersampled; then the prior corrected. */
export function runExperiment(input: ExperimentInput): Experiment {
  const { y, loans } = input
  const split = splitByHash(y, 'synthetic')
  const { rows: train, goodsKept } = undersample(y, split.train, 'synthetic')
  const testLabels = Uint8Array.from(split.test, (row) => y[row] as number)
  const testLoans = pickLoans(loans, split.test)
  const judged: Judged[] = []
  for (const model of modelNames) {
    const all = tableOf(models[model].flatMap((group) => input.groups[group]))
    const table = pickColumns(all, dropCorrelated(all, train))
    for (const classifier of classifiers) {
      const raw = fitAndScore(classifier, table, { ...input, train, test: split.test })
      const probability = raw.map((each) => correctPrior(goodsKept, each))
      judged.push({
        ...{ model, classifier, columns: table.columns.length, probability },
        ...judge(testLabels, probability, testLoans),
      })
      input.onProgress?.(judged.length, modelNames.length * classifiers.length)
    }
  }
  return { train, test: split.test, testLabels, testLoans, judged }
}

function judge(y: Uint8Array, probability: Float64Array, loans: Loans) {
  const { auc, ks } = roc(y, probability)
  const { brier, ece } = calibration(y, probability)
  const profit = modelProfit(y, probability, { ...loans, lgd, roi, lossShare: 'empirical' })
  const { isRejected } = rejectFraction(probability, profit.fraction)
  return { auc, ks, brier, ece, profit, earned: earnings(y, isRejected, loans) }
}

/** What turning these people away is worth. */
export function earnings(y: Uint8Array, isRejected: Uint8Array, loans: Loans): Earnings {
  let badsRejected = 0
  let more = 0
  for (let row = 0; row < y.length; row++) {
    if (isRejected[row] === 0) continue
    if (y[row] === 1) {
      badsRejected += 1
      more += lgd * (loans.exposureAtDefault[row] as number)
    } else more -= roi * (loans.amount[row] as number)
  }
  return { badsRejected, more }
}

interface FitInput extends Pick<ExperimentInput, 'y' | 'seed' | 'trees'> {
  readonly train: Uint32Array
  readonly test: Uint32Array
}

function fitAndScore(classifier: Classifier, table: Table, input: FitInput): Float64Array {
  const { y, seed, trees, train, test } = input
  const trainTable = takeRows(table, train)
  const testTable = takeRows(table, test)
  const labels = Uint8Array.from(train, (row) => y[row] as number)
  switch (classifier) {
    case 'lr':
      return predictLr(fitLr(trainTable, labels), testTable)
    case 'tree':
      return predictTree(fitTree(trainTable, labels, { seed }), testTable)
    case 'forest':
      return predictForest(fitForest(trainTable, labels, { seed, trees }), testTable)
  }
}

function pickLoans({ amount, exposureAtDefault }: Loans, rows: Uint32Array): Loans {
  return {
    amount: Float64Array.from(rows, (row) => amount[row] as number),
    exposureAtDefault: Float64Array.from(rows, (row) => exposureAtDefault[row] as number),
  }
}
