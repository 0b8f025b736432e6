import { ascendingOrder } from '../ascendingOrder.ts'
import {
  type ClassCounts,
  countBothClasses,
  type Labels,
  requireFinite,
  requireSameLength,
} from '../labels.ts'

/** The people by descending score (riskiest first), those of one score together: cumulative counts after each step. */
export interface ScoreSteps extends ClassCounts {
  readonly steps: number
  readonly goods: Uint32Array
  readonly bads: Uint32Array
  /** Row numbers by ascending score, equal scores by row. */
  readonly order: Uint32Array
}

/** Throws `analysis.invalid_input` on labels, lengths and scores that are none, `analysis.one_class` without both. */
export function scoreSteps(y: Labels, score: ArrayLike<number>): ScoreSteps {
  requireSameLength(y, score, 'score')
  requireFinite(score, 'score')
  const { good, bad } = countBothClasses(y)
  const order = ascendingOrder(score)
  const goods = new Uint32Array(order.length)
  const bads = new Uint32Array(order.length)
  let steps = 0
  let badsSoFar = 0
  for (let at = order.length - 1; at >= 0; at--) {
    const row = order[at] as number
    badsSoFar += y[row] as number
    if (at > 0 && score[order[at - 1] as number] === score[row]) continue
    bads[steps] = badsSoFar
    goods[steps] = order.length - at - badsSoFar
    steps++
  }
  return { good, bad, steps, goods: goods.subarray(0, steps), bads: bads.subarray(0, steps), order }
}
