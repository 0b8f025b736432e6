export interface KeySpan {
  readonly first: Uint8Array
  readonly last: Uint8Array
}

// Keys that agree in space and sixteen bytes of index or file id belong to one subject.
const sharedBytes = 17
const mostSpansOfASpace = 64

/** Few and narrow spans that hold all keys: one for each neighbourhood, or the whole stretch of a crowded space. */
export function rangesAround(keys: readonly Uint8Array[]): KeySpan[] {
  const sorted = [...keys].sort(Buffer.compare)
  return [...grouped(sorted, 1)].flatMap((space) => {
    const spans = [...grouped(space, sharedBytes)]
    return (spans.length > mostSpansOfASpace ? [space] : spans).map(spanOf)
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

function spanOf(group: readonly Uint8Array[]): KeySpan {
  // A group is never empty.
  return { first: group[0] as Uint8Array, last: group.at(-1) as Uint8Array }
}
