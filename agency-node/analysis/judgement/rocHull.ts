import type { ClassCounts } from '../labels.ts'
import type { ScoreSteps } from './scoreSteps.ts'

/**
 * The corners of the upper convex hull of the ROC curve from (0, 0) to (1, 1), bads upwards: how many of each class are rejected
 * there, the riskiest first. Points on an edge are left out.
 */
export interface RocHull extends ClassCounts {
  readonly corners: number
  readonly goods: readonly number[]
  readonly bads: readonly number[]
}

/** One pass over the curve (Andrew 1979). Whole numbers: exact while goods times bads stay below 2^53. */
export function rocHull({ good, bad, steps, ...curve }: ScoreSteps): RocHull {
  const goods = [0]
  const bads = [0]
  for (let step = 0; step < steps; step++) {
    const x = curve.goods[step] as number
    const y = curve.bads[step] as number
    while (goods.length > 1 && !turnsRight(goods, bads, { x, y })) {
      goods.pop()
      bads.pop()
    }
    goods.push(x)
    bads.push(y)
  }
  return { good, bad, corners: goods.length, goods, bads }
}

/** A score that says nothing: everybody or nobody is rejected. */
export function noSkillHull({ good, bad }: ClassCounts): RocHull {
  return { good, bad, corners: 2, goods: [0, good], bads: [0, bad] }
}

interface Point {
  readonly x: number
  readonly y: number
}

function turnsRight(goods: readonly number[], bads: readonly number[], { x, y }: Point): boolean {
  const last = goods.length - 1
  const fromX = goods[last - 1] as number
  const fromY = bads[last - 1] as number
  const edgeX = (goods[last] as number) - fromX
  const edgeY = (bads[last] as number) - fromY
  return edgeX * (y - fromY) - edgeY * (x - fromX) < 0
}
