/** A point of the picture, in its units. */
type Point = readonly [x: number, y: number]

export interface Box {
  /** The middle of it. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Surroundings {
  readonly width: number
  readonly height: number
  /** What words shall not cover. */
  readonly marks: readonly Point[]
}

const step = 12
const directions = 16
/** Half a mark and a little air. */
const air = 7

/** Where words of this size cover no mark, as near to the point as may be; where all is taken, the place with fewest. */
export function freePlace(
  [x, y]: Point,
  { width, height }: Pick<Box, 'width' | 'height'>,
  around: Surroundings,
): Box {
  let best: { readonly box: Box; readonly covered: number } | null = null
  const furthest = Math.hypot(around.width, around.height)
  for (let gap = step; gap < furthest; gap += step) {
    for (let turn = 0; turn < directions; turn++) {
      const angle = (2 * Math.PI * turn) / directions
      const box = {
        ...{ x: x + Math.cos(angle) * (gap + width / 2), width },
        ...{ y: y + Math.sin(angle) * (gap + height / 2), height },
      }
      if (!isWithin(box, around)) continue
      const covered = around.marks.filter((mark) => isCovered(mark, box)).length
      if (covered === 0) return box
      if (best === null || covered < best.covered) best = { box, covered }
    }
  }
  return best?.box ?? { x, y, width, height }
}

function isWithin(box: Box, { width, height }: Surroundings): boolean {
  const right = box.x + box.width / 2
  const bottom = box.y + box.height / 2
  return box.x >= box.width / 2 && right <= width && box.y >= box.height / 2 && bottom <= height
}

function isCovered([x, y]: Point, box: Box): boolean {
  return Math.abs(x - box.x) < box.width / 2 + air && Math.abs(y - box.y) < box.height / 2 + air
}
