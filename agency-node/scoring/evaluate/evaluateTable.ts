import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { ProfitParameters } from '../../analysis/judgement/expectedMaximumProfit.ts'
import { countBothClasses, countClasses } from '../../analysis/labels.ts'
import { correctPrior, type Split, splitByHash, undersample } from '../../analysis/split.ts'
import { takeRows } from '../../analysis/table.ts'
import { openTreePool, type TreePool } from '../trees/treePool.ts'
import { createComparison, type FamilyComparison } from './comparison.ts'
import { contenders, type FamilyName } from './contenders.ts'
import { defaultProfit, type Judged, judgeScores } from './judgeScores.ts'
import type { LabelledTable } from './readTable.ts'

export interface EvaluateOptions {
  /** Decides the splits, see `splitByHash`. */
  readonly name: string
  readonly splits: number
  readonly families: readonly FamilyName[]
  /** Train on as many goods as bads, and correct the probabilities for it. */
  readonly isUndersampled?: boolean
  readonly trees?: number
  readonly seed?: number
  readonly profit?: ProfitParameters
  /** All of the machine's by default. The figures do not depend on it. */
  readonly threads?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (done: EvaluateProgress) => void
}

export interface EvaluateProgress {
  readonly family: FamilyName
  /** From 1. */
  readonly split: number
  readonly auc: number
  readonly sec: number
}

export interface FamilyFigures extends Omit<Judged, 'auc'> {
  /** By split; every other figure is the mean over the splits. */
  readonly auc: readonly number[]
  readonly aucMean: number
  /** Of one split from the sample; 0 of one alone. */
  readonly aucDeviation: number
  /** To fit and to predict, one split. */
  readonly sec: number
}

export interface Evaluation {
  readonly name: string
  readonly rows: number
  readonly bad: number
  readonly splits: number
  readonly isUndersampled: boolean
  readonly models: Readonly<Partial<Record<FamilyName, FamilyFigures>>>
  readonly comparison: FamilyComparison
}

/**
 * Trains and judges families of models on splits of a table: fits on seven tenths of each class, judges on the rest (SCORING 3).
 * The same table and options give the same figures, times apart. Throws `analysis.one_class` where a class is too small to split,
 * and the reason of the signal.
 */
export async function evaluateTable(
  { table, y }: LabelledTable,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { bad } = countBothClasses(y)
  const { name, splits, families, isUndersampled = false, threads } = options
  const judged = new Map<FamilyName, (Judged & { sec: number })[]>(families.map((f) => [f, []]))
  const comparison = createComparison()
  await using pool = openTreePool(threads === undefined ? {} : { threads })
  for (let split = 0; split < splits; split++) {
    const round = prepare({ table, y }, splitByHash(y, name, split), options)
    const scored = []
    for (const family of families) {
      options.signal?.throwIfAborted()
      const { score, sec } = await runFamily(family, round, { split, pool, options })
      const figures = judgeScores(round.truth, score, options.profit ?? defaultProfit)
      judged.get(family)?.push({ ...figures, sec })
      scored.push({ name: family, score })
      options.onProgress?.({ family, split: split + 1, auc: figures.auc, sec })
    }
    comparison.add(round.truth, scored)
  }
  const models = Object.fromEntries(
    Array.from(judged, ([family, rounds]) => [family, summary(rounds)]),
  )
  const compared = comparison.result()
  return { name, rows: table.rows, bad, splits, isUndersampled, models, comparison: compared }
}

interface Round {
  readonly train: LabelledTable['table']
  readonly y: Uint8Array
  readonly test: LabelledTable['table']
  readonly truth: Uint8Array
  readonly goodsKept: number
}

function prepare(
  { table, y }: Pick<LabelledTable, 'table' | 'y'>,
  { train, test }: Split,
  { isUndersampled = false, name }: EvaluateOptions,
): Round {
  const kept = isUndersampled ? undersample(y, train, name) : { rows: train, goodsKept: 1 }
  const labels = (rows: Uint32Array) => Uint8Array.from(rows, (row) => y[row] as number)
  const round = { y: labels(kept.rows), truth: labels(test), goodsKept: kept.goodsKept }
  requireBothClasses(round)
  return { ...round, train: takeRows(table, kept.rows), test: takeRows(table, test) }
}

function requireBothClasses({ y, truth }: Pick<Round, 'y' | 'truth'>): void {
  const counts = [countClasses(y), countClasses(truth)]
  if (counts.every(({ good, bad }) => good > 0 && bad > 0)) return
  throw new MeshError('analysis.one_class', {
    detail: 'A class has too few rows to stand in training and test.',
  })
}

interface Turn {
  readonly split: number
  readonly pool: TreePool
  readonly options: EvaluateOptions
}

async function runFamily(
  family: FamilyName,
  { train, y, test, goodsKept }: Round,
  { split, pool, options }: Turn,
) {
  const { seed = 1, trees = 500, signal } = options
  const startedAt = performance.now()
  const contest = { train, y, test, seed: seed + split, trees, pool, ...(signal && { signal }) }
  const raw = await contenders[family](contest)
  const sec = (performance.now() - startedAt) / 1000
  return { score: raw.map((p) => correctPrior(goodsKept, p)), sec }
}

function summary(rounds: readonly (Judged & { readonly sec: number })[]): FamilyFigures {
  const mean = (pick: (round: Judged & { readonly sec: number }) => number) =>
    rounds.reduce((sum, round) => sum + pick(round), 0) / rounds.length
  const aucMean = mean(({ auc }) => auc)
  const squares = rounds.reduce((sum, { auc }) => sum + (auc - aucMean) ** 2, 0)
  return {
    auc: rounds.map(({ auc }) => auc),
    aucMean,
    aucDeviation: Math.sqrt(squares / Math.max(1, rounds.length - 1)),
    ks: mean(({ ks }) => ks),
    brier: mean(({ brier }) => brier),
    logLoss: mean(({ logLoss }) => logLoss),
    ece: mean(({ ece }) => ece),
    emp: mean(({ emp }) => emp),
    fraction: mean(({ fraction }) => fraction),
    empNoSkill: mean(({ empNoSkill }) => empNoSkill),
    sec: mean(({ sec }) => sec),
  }
}
