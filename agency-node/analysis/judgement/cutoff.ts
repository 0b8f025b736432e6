import { ascendingOrder } from '../ascendingOrder.ts'
import { invalid, requireFinite } from '../labels.ts'

export interface Rejection {
  readonly rejected: number
  /** The lowest score rejected; null where nobody is. Of the people tied with it the higher rows may be accepted. */
  readonly cutoff: number | null
  /** 1 or 0 a row. */
  readonly isRejected: Uint8Array
}

/** A half that sums missed in their last digits is a half. */
const ROUNDING = 1e-9

export function roundHalfUp(people: number): number {
  return Math.floor(people + 0.5 + ROUNDING)
}

/**
 * Rejects floor(fraction n + 1/2) people of the highest scores, of equal ones the lower row first: the cut-off behind a fraction of
 * the EMP. Throws `analysis.invalid_input`.
 */
export function rejectFraction(score: ArrayLike<number>, fraction: number): Rejection {
  if (!(fraction >= 0 && fraction <= 1 + ROUNDING)) throw invalid('The fraction is no share.')
  return rejectHighest(score, roundHalfUp(fraction * score.length))
}

/** Rejects this many people of the highest scores, of equal ones the lower row first. */
export function rejectHighest(score: ArrayLike<number>, count: number): Rejection {
  requireFinite(score, 'score')
  const order = ascendingOrder(score)
  const rejected = Math.min(count, order.length)
  const isRejected = new Uint8Array(order.length)
  let left = rejected
  for (let to = order.length; left > 0; ) {
    let from = to - 1
    const value = score[order[from] as number]
    while (from > 0 && score[order[from - 1] as number] === value) from--
    for (let at = from; at < to && left > 0; at++, left--) isRejected[order[at] as number] = 1
    to = from
  }
  const cutoff = rejected === 0 ? null : (score[order[order.length - rejected] as number] as number)
  return { rejected, cutoff, isRejected }
}
