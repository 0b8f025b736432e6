import { invalid } from './labels.ts'

/**
 * Row numbers by ascending value, equal values by row, -0 equal to 0. Values are not NaN. A radix sort on the upper words of
 * the doubles, then on the lower words of the rows that the upper ones leave in doubt.
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  if (values.length > 0xffff_ffff) throw invalid('There are too many rows.')
  const rows = new Uint32Array(values.length)
  for (let row = 0; row < rows.length; row++) rows[row] = row
  if (rows.length <= FEW) {
    insertionSort(rows, values, { from: 0, to: rows.length })
    return rows
  }
  const words = sortableWords(values)
  const upper = sortByWord(rows, words.upper)
  settleTies(upper.rows, upper.keys, { lower: words.lower, values })
  return upper.rows
}

/** Up to here insertion beats three passes over the digits. */
const FEW = 64

/** A word falls into three digits of 11, 11 and 10 bits. */
const DIGIT = { bits: 11, count: 2048, mask: 2047 }

interface Run {
  readonly from: number
  readonly to: number
}

/** Stable, in place. */
function insertionSort(rows: Uint32Array, values: ArrayLike<number>, { from, to }: Run): void {
  for (let at = from + 1; at < to; at++) {
    const row = rows[at] as number
    const value = values[row] as number
    let place = at
    for (; place > from && (values[rows[place - 1] as number] as number) > value; place--) {
      rows[place] = rows[place - 1] as number
    }
    rows[place] = row
  }
}

/** Doubles as two unsigned words that sort like the numbers: the sign bit flipped, negative ones wholly (Herf 2001). */
function sortableWords(values: ArrayLike<number>) {
  const upper = new Uint32Array(values.length)
  const lower = new Uint32Array(values.length)
  const cell = new Float64Array(1)
  const words = new Uint32Array(cell.buffer)
  cell[0] = 1
  const high = words[1] === 0 ? 0 : 1
  for (let row = 0; row < values.length; row++) {
    cell[0] = (values[row] as number) + 0 // turns -0 into 0
    const top = words[high] as number
    const isNegative = top >>> 31 === 1
    upper[row] = isNegative ? ~top : top | 0x8000_0000
    lower[row] = isNegative ? ~(words[1 - high] as number) : (words[1 - high] as number)
  }
  return { upper, lower }
}

/** Least significant digit first, stable. `keys` are the words in the order of `rows`; both are left as scratch. */
function sortByWord(rows: Uint32Array, keys: Uint32Array) {
  let from: KeyedRows = { rows, keys }
  let to: KeyedRows = { rows: new Uint32Array(rows.length), keys: new Uint32Array(rows.length) }
  for (let shift = 0; shift < 32; shift += DIGIT.bits) {
    const starts = digitStarts(from.keys, shift)
    if (starts === null) continue
    scatter(from, to, { starts, shift })
    const sorted = to
    to = from
    from = sorted
  }
  return from
}

interface KeyedRows {
  readonly rows: Uint32Array
  readonly keys: Uint32Array
}

interface Digit {
  readonly starts: Uint32Array
  readonly shift: number
}

function scatter(from: KeyedRows, to: KeyedRows, { starts, shift }: Digit): void {
  for (let at = 0; at < from.keys.length; at++) {
    const key = from.keys[at] as number
    const digit = (key >>> shift) & DIGIT.mask
    const place = starts[digit] as number
    starts[digit] = place + 1
    to.keys[place] = key
    to.rows[place] = from.rows[at] as number
  }
}

/** Where each digit's rows begin, or null where all rows share one digit. */
function digitStarts(keys: Uint32Array, shift: number): Uint32Array | null {
  const starts = new Uint32Array(DIGIT.count)
  for (let at = 0; at < keys.length; at++) {
    const digit = ((keys[at] as number) >>> shift) & DIGIT.mask
    starts[digit] = (starts[digit] as number) + 1
  }
  if ((starts[((keys[0] as number) >>> shift) & DIGIT.mask] as number) === keys.length) return null
  let sum = 0
  for (let digit = 0; digit < DIGIT.count; digit++) {
    const count = starts[digit] as number
    starts[digit] = sum
    sum += count
  }
  return starts
}

interface Doubt {
  readonly lower: Uint32Array
  readonly values: ArrayLike<number>
}

/** Runs of one upper word are in the order of the rows; where their lower words differ they are sorted by those. */
function settleTies(rows: Uint32Array, upper: Uint32Array, doubt: Doubt): void {
  for (let from = 0; from < rows.length; ) {
    const key = upper[from]
    let to = from + 1
    while (to < rows.length && upper[to] === key) to++
    if (to - from > 1) settleRun(rows, doubt, { from, to })
    from = to
  }
}

function settleRun(rows: Uint32Array, { lower, values }: Doubt, { from, to }: Run): void {
  if (to - from <= FEW) {
    insertionSort(rows, values, { from, to })
    return
  }
  const words = new Uint32Array(to - from)
  let differences = 0
  for (let at = from; at < to; at++) {
    const word = lower[rows[at] as number] as number
    words[at - from] = word
    differences |= word ^ (words[0] as number)
  }
  if (differences !== 0) rows.set(sortByWord(rows.slice(from, to), words).rows, from)
}
