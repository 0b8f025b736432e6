/** One pass of a radix sort: by these bits of this word of a record. */
interface Pass {
  readonly word: number
  readonly shift: number
  readonly mask: number
}

export type SortPlan = readonly Pass[]

const mostDigitBits = 11

/** Passes that order records (from, to, …) by from and then to, where only the lowest bits of from differ. */
export function sortPlan(nodes: number, fromBits: number): SortPlan {
  const toBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, nodes))))
  return [...passesOf(1, toBits), ...passesOf(0, fromBits)]
}

/** Passes over `bits` low bits of a word, the lowest first, of nearly one size. */
export function passesOf(word: number, bits: number): Pass[] {
  const count = Math.ceil(bits / mostDigitBits)
  const digit = Math.ceil(bits / Math.max(1, count))
  return Array.from({ length: count }, (_, i) => {
    const width = Math.min(digit, bits - i * digit)
    return { word, shift: i * digit, mask: 2 ** width - 1 }
  })
}

/** Sorts records of some words, stably; gives the region or the scratch of equal length, wherever the last pass left them. */
export function radixSort(
  plan: SortPlan,
  region: Uint32Array,
  scratch: Uint32Array,
  words: number,
): Uint32Array {
  let source = region
  let target = scratch
  for (const pass of plan) {
    runPass(pass, source, target, words)
    const swap = source
    source = target
    target = swap
  }
  return source
}

function runPass(
  { word, shift, mask }: Pass,
  source: Uint32Array,
  target: Uint32Array,
  words: number,
) {
  const next = new Uint32Array(mask + 2)
  for (let at = word; at < source.length; at += words) {
    const digit = ((source[at] as number) >>> shift) & mask
    next[digit + 1] = (next[digit + 1] as number) + words
  }
  for (let digit = 0; digit <= mask; digit++) {
    next[digit + 1] = (next[digit + 1] as number) + (next[digit] as number)
  }
  for (let at = 0; at < source.length; at += words) {
    const digit = ((source[at + word] as number) >>> shift) & mask
    const place = next[digit] as number
    next[digit] = place + words
    for (let i = 0; i < words; i++) target[place + i] = source[at + i] as number
  }
}
