import { passesOf, radixSort } from '../linking/radixSort.ts'
import { callWords } from './daySpool.ts'

const wordOrder = [3, 2, 1, 0] // the least important first

/** Sorts a day's calls by all their words and drops those that are equal to the one before; in place as far as it can. */
export function sortCalls(calls: Uint32Array): Uint32Array {
  const plan = wordOrder.flatMap((word) => passesOf(word, bitsOf(calls, word)))
  const sorted = radixSort(plan, calls, new Uint32Array(calls.length), callWords)
  return dropEqual(sorted)
}

function bitsOf(calls: Uint32Array, word: number): number {
  let all = 0
  for (let at = word; at < calls.length; at += callWords) all |= calls[at] as number
  return 32 - Math.clz32(all)
}

function dropEqual(calls: Uint32Array): Uint32Array {
  let used = 0
  for (let at = 0; at < calls.length; at += callWords) {
    if (used > 0 && isSame(calls, used - callWords, at)) continue
    if (used !== at) calls.copyWithin(used, at, at + callWords)
    used += callWords
  }
  return calls.subarray(0, used)
}

function isSame(calls: Uint32Array, one: number, other: number): boolean {
  for (let i = 0; i < callWords; i++) if (calls[one + i] !== calls[other + i]) return false
  return true
}
