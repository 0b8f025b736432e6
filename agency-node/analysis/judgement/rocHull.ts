import type { ClassCounts } from '../labels.ts'
import type { ScoreSteps } from './scoreSteps.ts'

/**
 * The corners of the upper convex hull of the ROC curve from (0, 0) to (1, 1), bads upwards: how many of each class are rejected
 * there, the riskiest first. Points on an edge are left out.
 */
export interface RocHull extends ClassCounts {
  readonly corners: number
  readonly goods: Float64Array
  readonly bads: Float64Array
}

/** One pass over the curve (Andrew 1979). Whole numbers: exact while goods times bads stay below 2^53. */
export function rocHull({ good, bad, steps, ...curve }: ScoreSteps): RocHull {
  const goods = new Float64Array(steps + 1)
  const bads = new Float64Array(steps + 1)
  let corners = 1
  for (let step = 0; step < steps; step++) {
    const x = curve.goods[step] as number
    const y = curve.bads[step] as number
    while (corners > 1 && !turnsRight(goods, bads, { last: corners - 1, x, y })) corners--
    goods[corners] = x
    bads[corners] = y
    corners++
  }
  return {
    good,
    bad,
    corners,
    goods: goods.subarray(0, corners),
    bads: bads.subarray(0, corners),
  }
}

/** A score that says nothing: everybody or nobody is rejected. */
export function noSkillHull({ good, bad }: ClassCounts): RocHull {
  return { good, bad, corners: 2, goods: Float64Array.of(0, good), bads: Float64Array.of(0, bad) }
}

interface Next {
  readonly last: number
  readonly x: number
  readonly y: number
}

function turnsRight(goods: Float64Array, bads: Float64Array, { last, x, y }: Next): boolean {
  const fromX = goods[last - 1] as number
  const fromY = bads[last - 1] as number
  const edgeX = (goods[last] as number) - fromX
  const edgeY = (bads[last] as number) - fromY
  return edgeX * (y - fromY) - edgeY * (x - fromX) < 0
}
