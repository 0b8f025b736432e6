import { calibration } from '@creditmesh/agency-node/analysis/judgement/calibration.ts'
import {
  type ModelProfit,
  modelProfit,
} from '@creditmesh/agency-node/analysis/judgement/modelProfit.ts'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { fitLr, predictLr } from '@creditmesh/agency-node/analysis/linear/lr.ts'
import { correctPrior, splitByHash, undersample } from '@creditmesh/agency-node/analysis/split.ts'
import { type Table, tableOf, takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { fitForest, predictForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { columnOf, isLeaf } from '@creditmesh/agency-node/analysis/trees/nodes.ts'
import {
  fitTree,
  predictTree,
  type TreeModel,
} from '@creditmesh/agency-node/analysis/trees/tree.ts'
import { dropCorrelated, pickColumns } from '../dropCorrelated.ts'
import { acceptedShare, type Earnings, earningsAt, lgd, roi } from './earnings.ts'
import type { FeatureGroups } from './featureGroups.ts'
import { isAboutOthers } from './featureWords.ts'
import { type Classifier, classifiers, type ModelName, modelNames, models } from './models.ts'
import type { Loans } from './population.ts'

export interface Judged {
  readonly model: ModelName
  readonly classifier: Classifier
  /** Columns left once correlated ones are gone. */
  readonly columns: number
  /** Of a tree: the columns about other people that it asks for; null of the other kinds. */
  readonly askedOfOthers: number | null
  /** Of the test rows, the prior corrected. */
  readonly probability: Float64Array
  readonly auc: number
  readonly ks: number
  readonly brier: number
  readonly ece: number
  /** As the paper counts it, with each defaulter's own loss and at a cut-off that is chosen on the people judged. */
  readonly profit: ModelProfit
  /** At the accepted share that is the same for all. */
  readonly earned: Earnings
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
      const fitted = fitAndScore(classifier, table, { ...input, train, test: split.test })
      const probability = fitted.raw.map((each) => correctPrior(goodsKept, each))
      judged.push({
        ...{ model, classifier, columns: table.columns.length, probability },
        askedOfOthers: fitted.askedOfOthers,
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
  const earned = earningsAt(y, probability, { loans, accepted: acceptedShare })
  return { auc, ks, brier, ece, profit, earned }
}

interface FitInput extends Pick<ExperimentInput, 'y' | 'seed' | 'trees'> {
  readonly train: Uint32Array
  readonly test: Uint32Array
}

interface Fitted {
  readonly raw: Float64Array
  readonly askedOfOthers: number | null
}

function fitAndScore(classifier: Classifier, table: Table, input: FitInput): Fitted {
  const { y, seed, trees, train, test } = input
  const trainTable = takeRows(table, train)
  const testTable = takeRows(table, test)
  const labels = Uint8Array.from(train, (row) => y[row] as number)
  switch (classifier) {
    case 'lr':
      return { raw: predictLr(fitLr(trainTable, labels), testTable), askedOfOthers: null }
    case 'tree': {
      const tree = fitTree(trainTable, labels, { seed })
      return { raw: predictTree(tree, testTable), askedOfOthers: askedOfOthers(tree) }
    }
    case 'forest': {
      const forest = fitForest(trainTable, labels, { seed, trees })
      return { raw: predictForest(forest, testTable), askedOfOthers: null }
    }
  }
}

function askedOfOthers({ trees, shape }: TreeModel): number {
  const asked = new Set<string>()
  for (let node = 0; node < trees.value.length; node++) {
    if (!isLeaf(trees, node)) asked.add(shape[columnOf(trees, node)]?.name ?? '')
  }
  return [...asked].filter(isAboutOthers).length
}

function pickLoans({ amount, exposureAtDefault }: Loans, rows: Uint32Array): Loans {
  return {
    amount: Float64Array.from(rows, (row) => amount[row] as number),
    exposureAtDefault: Float64Array.from(rows, (row) => exposureAtDefault[row] as number),
  }
}

export function find(judged: readonly Judged[], model: string, classifier: Classifier): Judged {
  const found = judged.find((each) => each.model === model && each.classifier === classifier)
  if (found === undefined) throw new RangeError(`no ${classifier} of model ${model}`)
  return found
}
