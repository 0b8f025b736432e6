import { invalid } from '../labels.ts'

export interface ScoreBand {
  readonly name: string
  /** Null for the lowest band. */
  readonly leastScore: number | null
}

/** The band just above that of this score and the score at which it begins: a target for `whatWouldChange`. Null in the best band. */
export function nextBand(
  bands: readonly ScoreBand[],
  score: number,
): { readonly name: string; readonly leastScore: number } | null {
  if (!Number.isFinite(score)) throw invalid('The score is not a finite number.')
  let next: { name: string; leastScore: number } | null = null
  for (const { name, leastScore } of bands) {
    if (leastScore === null || leastScore <= score) continue
    if (next === null || leastScore < next.leastScore) next = { name, leastScore }
  }
  return next
}
