import { delong } from '../../analysis/judgement/delong.ts'
import { type DominationGraph, dominationGraph } from '../../analysis/judgement/dominationGraph.ts'
import type { Labels } from '../../analysis/labels.ts'

/** Two families over all splits. Splits overlap: the counts say how steady a difference is, not how probable. */
export interface PairComparison {
  readonly a: string
  readonly b: string
  /** AUC of a less that of b, mean over the splits. */
  readonly difference: number
  /** Splits in which DeLong's test finds a better at the level, and b. */
  readonly aBetter: number
  readonly bBetter: number
}

export interface FamilyComparison {
  readonly level: number
  readonly pairs: readonly PairComparison[]
  /** Of the first split, corrected for the number of pairs. */
  readonly firstSplit: DominationGraph | null
}

interface Scored {
  readonly name: string
  readonly score: Float64Array
}

/** Compares families split by split, so that no scores need be kept. */
export function createComparison(level = 0.05) {
  const pairs = new Map<string, { a: string; b: string; sum: number; up: number; down: number }>()
  let splits = 0
  let firstSplit: DominationGraph | null = null
  const addPair = (y: Labels, a: Scored, b: Scored) => {
    const key = `${a.name} ${b.name}`
    const pair = pairs.get(key) ?? { a: a.name, b: b.name, sum: 0, up: 0, down: 0 }
    const { auc, p } = delong(y, a.score, b.score)
    pair.sum += auc[0] - auc[1]
    if (p <= level && auc[0] > auc[1]) pair.up++
    if (p <= level && auc[0] < auc[1]) pair.down++
    pairs.set(key, pair)
  }
  return {
    add(y: Labels, models: readonly Scored[]): void {
      splits++
      firstSplit ??= dominationGraph(y, models, { level })
      models.forEach((a, at) => {
        for (const b of models.slice(at + 1)) addPair(y, a, b)
      })
    },
    result: (): FamilyComparison => ({
      level,
      pairs: [...pairs.values()].map(({ a, b, sum, up, down }) => ({
        ...{ a, b, difference: sum / splits, aBetter: up, bBetter: down },
      })),
      firstSplit,
    }),
  }
}
