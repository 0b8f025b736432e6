import { chunkNodes } from '../../analysis/network/chunkedSum.ts'
import { groupNodes, groupOf } from './blockedNetwork.ts'
import type { Machine } from './graphEngine.ts'
import type { Scores } from './kernel.ts'
import { givenScores, newScores } from './propagationState.ts'

export interface Start {
  /** The score of each source; all others have none. */
  readonly each: number
  /** The share of it that a node with links gives in a step. */
  readonly passedOn: number
}

/** New scores, what they give, and the figures of each chunk: no change, and what dangling sources hold. */
export function startAt(
  { network, state }: Machine,
  sources: Uint32Array,
  { each, passedOn }: Start,
): Scores {
  const { precision, chunkFigures } = state
  const scores = newScores(network, precision)
  const given = givenScores(state)
  const [isGiving] = state.isGiving
  const size = groupNodes(network)
  isGiving.fill(0)
  chunkFigures.fill(0)
  for (const source of sources) {
    scores[source] = each
    const score = scores[source] as number // rounded to the precision
    const strength = network.strengths[source] as number
    const group = groupOf(source, network)
    if (isGiving[group] === 0)
      given.fill(0, group * size, Math.min(network.nodes, (group + 1) * size))
    isGiving[group] = 1
    if (strength > 0) given[source] = (passedOn * score) / strength
    else {
      const figure = 2 * Math.floor(source / chunkNodes) + 1
      chunkFigures[figure] = (chunkFigures[figure] as number) + score
    }
  }
  return scores
}
