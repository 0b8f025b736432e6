import { type Bytes, concat } from '@creditmesh/sdk/crypto/bytes.ts'
import { type KeyRange, rangeOfNumber } from './keyspace.ts'

// Keys that agree in space and sixteen bytes of index or file id belong to one subject.
const sharedBytes = 17
const mostRangesOfASpace = 64

/**
 * Few and narrow ranges around the keys: one for each neighbourhood, or the whole of a space that is crowded or that
 * was noted by its number alone. No bound is a key: keys of one space are equally long, and the bounds are not.
 */
export function shredRanges(keys: readonly Uint8Array[]): KeyRange[] {
  const sorted = [...keys].sort(Buffer.compare)
  return [...grouped(sorted, 1)].flatMap((space) => {
    const [number = 0] = space[0] ?? []
    if (space.some((key) => key.length === 1)) return [rangeOfNumber(number)]
    const groups = [...grouped(space, sharedBytes)]
    return groups.length > mostRangesOfASpace ? [rangeOfNumber(number)] : groups.map(rangeAround)
  })
}

function* grouped(sorted: readonly Uint8Array[], prefixLength: number): Generator<Uint8Array[]> {
  let group: Uint8Array[] = []
  for (const key of sorted) {
    const [first] = group
    if (first !== undefined && !isSamePrefix(first, key, prefixLength)) {
      yield group
      group = []
    }
    group.push(key)
  }
  if (group.length > 0) yield group
}

function isSamePrefix(a: Uint8Array, b: Uint8Array, length: number): boolean {
  return Buffer.compare(a.subarray(0, length), b.subarray(0, length)) === 0
}

function rangeAround(group: readonly Uint8Array[]): KeyRange {
  const [first, last] = [group[0], group.at(-1)] as [Uint8Array, Uint8Array] // a group is never empty
  return { from: shorter(first), until: concat(last, Uint8Array.of(0)) }
}

function shorter(key: Uint8Array): Bytes {
  return Uint8Array.from(key.subarray(0, -1))
}
