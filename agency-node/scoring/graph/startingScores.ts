import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import type { Machine } from './graphEngine.ts'
import { givenScores } from './propagationState.ts'

export interface Start {
  /** The score of each source; all others have none. */
  readonly each: number
  /** The share of it that a node with links gives in a step. */
  readonly passedOn: number
}

/** Sets scores, what they give, and the figures of each chunk: no change, and what dangling sources hold. */
export function startAt(
  { network, state }: Machine,
  sources: Uint32Array,
  { each, passedOn }: Start,
): void {
  const { scores, chunkFigures } = state
  const given = givenScores(state)
  scores.fill(0)
  given.fill(0)
  chunkFigures.fill(0)
  for (const source of sources) {
    scores[source] = each
    const score = scores[source] as number // rounded to the precision
    const strength = network.strengths[source] as number
    if (strength > 0) given[source] = (passedOn * score) / strength
    else {
      const figure = 2 * Math.floor(source / chunkNodes) + 1
      chunkFigures[figure] = (chunkFigures[figure] as number) + score
    }
  }
}
