import { invalid, type Labels } from '../labels.ts'
import { compareAreas, type Placements, placements } from './delong.ts'

export interface RatedModel {
  readonly name: string
  readonly score: ArrayLike<number>
}

/** `better` has the larger area, and chance would hardly make it so. */
export interface Domination {
  readonly better: string
  readonly worse: string
  readonly z: number
  readonly p: number
  /** By Holm's step-down correction over all pairs; at most the level. */
  readonly adjustedP: number
}

export interface DominationGraph {
  /** By falling area, equal ones by name. */
  readonly models: readonly { readonly name: string; readonly auc: number }[]
  /** Every pair that differs at the level, the clearest first. */
  readonly dominations: readonly Domination[]
  /** Those of `dominations` that do not follow from two others: the arrows to draw. */
  readonly arrows: readonly Domination[]
}

export interface DominationOptions {
  /** Probability of even one false arrow. The paper draws .05 and .01, uncorrected. */
  readonly level?: number
}

/**
 * Which models of the same people are better by DeLong's test of each pair (the paper, section 5.2 and Figure 4), corrected for the
 * number of pairs by Holm (1979), which holds under any dependence. Throws `analysis.invalid_input`, `analysis.one_class`.
 */
export function dominationGraph(
  y: Labels,
  models: readonly RatedModel[],
  { level = 0.05 }: DominationOptions = {},
): DominationGraph {
  if (!(level > 0 && level < 1)) throw invalid('The level is no probability.')
  if (new Set(models.map(({ name }) => name)).size < models.length) {
    throw invalid('Two models have one name.')
  }
  const ranked = models
    .map(({ name, score }) => ({ name, at: placements(y, score, name) }))
    .sort((a, b) => b.at.auc - a.at.auc || (a.name < b.name ? -1 : 1))
  const dominations = correct(pairsOf(ranked)).filter(({ adjustedP }) => adjustedP <= level)
  return {
    models: ranked.map(({ name, at }) => ({ name, auc: at.auc })),
    dominations,
    arrows: dominations.filter((arrow) => !isImplied(arrow, dominations)),
  }
}

interface Ranked {
  readonly name: string
  readonly at: Placements
}

type Pair = Omit<Domination, 'adjustedP'>

/** Each pair once, the larger area first. */
function pairsOf(ranked: readonly Ranked[]): Pair[] {
  return ranked.flatMap((better, rank) =>
    ranked.slice(rank + 1).map((worse) => {
      const { z, p } = compareAreas(better.at, worse.at)
      return { better: better.name, worse: worse.name, z, p }
    }),
  )
}

/** Holm: the i-th smallest of m values times m - i, never below the one before it. The sort is stable. */
function correct(pairs: readonly Pair[]): Domination[] {
  let reached = 0
  return [...pairs]
    .sort((a, b) => a.p - b.p)
    .map((pair, at) => {
      reached = Math.min(1, Math.max(reached, pair.p * (pairs.length - at)))
      return { ...pair, adjustedP: reached }
    })
}

function isImplied({ better, worse }: Domination, all: readonly Domination[]): boolean {
  return all.some(
    (first) =>
      first.better === better &&
      all.some((second) => second.better === first.worse && second.worse === worse),
  )
}
