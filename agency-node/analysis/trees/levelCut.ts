import { MAX_LEVELS } from './levels.ts'

/** The occupied levels of a column in one node, in the order in which cuts are tried: regular ones first. */
export interface LevelList {
  size: number
  readonly level: Int32Array
  /** Training weight of each. */
  readonly weight: Float64Array
  /** What is summed over each: weight of bads, or gradients. */
  readonly sum: Float64Array
}

/** The left side: entries [first, last) of the list, and those off the scale too if `isOffLeft`. */
export interface Cut {
  readonly first: number
  readonly last: number
  readonly isOffLeft: boolean
}

export function emptyList(): LevelList {
  return {
    size: 0,
    level: new Int32Array(MAX_LEVELS),
    weight: new Float64Array(MAX_LEVELS),
    sum: new Float64Array(MAX_LEVELS),
  }
}

/** Entries that are on the scale; the list is in the order of levels. */
export function regularSize({ size, level }: LevelList, end: number): number {
  let regular = 0
  while (regular < size && (level[regular] as number) < end) regular++
  return regular
}

/** Ascending mean, smoothed by `prior` units of weight; equal means by level. */
export function sortByMean({ size, level, weight, sum }: LevelList, prior: number): void {
  for (let at = 1; at < size; at++) {
    const l = level[at] as number
    const w = weight[at] as number
    const s = sum[at] as number
    let to = at
    while (
      to > 0 &&
      (sum[to - 1] as number) * (w + prior) > s * ((weight[to - 1] as number) + prior)
    ) {
      level[to] = level[to - 1] as number
      weight[to] = weight[to - 1] as number
      sum[to] = sum[to - 1] as number
      to--
    }
    level[to] = l
    weight[to] = w
    sum[to] = s
  }
}

/** Judges a left side by its weight and sum; `isOrdered` if both sides hold levels of the scale. */
export type Judge = (weight: number, sum: number, isOrdered: boolean) => number

/** The cut that is judged best, above `floor`; null if none is. Ties go to the first tried. */
export function bestCut(list: LevelList, regular: number, floor: number, judge: Judge) {
  const { size, weight, sum } = list
  let best: { readonly cut: Cut; readonly gain: number } | null = null
  let gain = floor
  let off = 0
  let offSum = 0
  const consider = (reached: number, first: number, last: number, isOffLeft: boolean) => {
    if (reached <= gain) return
    gain = reached
    best = { gain, cut: { first, last, isOffLeft } }
  }
  for (let k = regular; k < size; k++) {
    off += weight[k] as number
    offSum += sum[k] as number
    if (size - regular > 1) {
      consider(judge(weight[k] as number, sum[k] as number, false), k, k + 1, false)
    }
  }
  let left = 0
  let leftSum = 0
  for (let k = 0; k < regular; k++) {
    left += weight[k] as number
    leftSum += sum[k] as number
    const isLast = k + 1 === regular
    if (!isLast || regular < size) consider(judge(left, leftSum, !isLast), 0, k + 1, false)
    if (regular < size && !isLast)
      consider(judge(left + off, leftSum + offSum, true), 0, k + 1, true)
  }
  return best as { readonly cut: Cut; readonly gain: number } | null
}

/** The highest level that goes left, midway between two occupied ones. */
export function midway({ level }: LevelList, { last }: Cut): number {
  return ((level[last - 1] as number) + (level[last] as number)) >> 1
}

/**
 * Sets the bits of the levels that go left. Absent levels of the scale go by their place, other absent ones with the
 * heavier side.
 */
export function writeCut(
  words: Int32Array,
  list: LevelList,
  cut: Cut,
  { regular, end }: { readonly regular: number; readonly end: number },
): void {
  words.fill(0)
  const right = new Int32Array(words.length)
  let heavier = 0
  for (let k = 0; k < list.size; k++) {
    const level = list.level[k] as number
    const isLeft = (k >= cut.first && k < cut.last) || (cut.isOffLeft && k >= regular)
    setBit(isLeft ? words : right, level)
    heavier += isLeft ? (list.weight[k] as number) : -(list.weight[k] as number)
  }
  const isScaleCut = cut.first === 0 && cut.last < regular
  const scaleSide = isScaleCut ? midway(list, cut) : cut.first === 0 ? end : -1
  for (let level = 0; level < end; level++) setBit(level <= scaleSide ? words : right, level)
  if (heavier < 0) return
  for (let word = 0; word < words.length; word++) words[word] = ~(right[word] as number)
}

function setBit(words: Int32Array, bit: number): void {
  words[bit >> 5] = (words[bit >> 5] as number) | (1 << (bit & 31))
}
