/** Links as they arrive, in segments of one size; taking them frees each segment when it is done with. */
export interface LinkRows {
  readonly rows: number
  readonly bytes: number
  readonly add: (
    from: Uint32Array,
    to: Uint32Array,
    weights: Uint32Array | null,
    rows: number,
  ) => void
  /** Gives the segments one by one and forgets them: interleaved from, to and, where links have one, weight. */
  readonly drain: (take: (words: Uint32Array) => void) => void
  /** As drain, without forgetting. */
  readonly each: (take: (words: Uint32Array) => void) => void
}

const segmentRows = 1 << 16

/** `words` is 2 where every link weighs 1, 3 where links bring their weight. */
export function createLinkRows(words: 2 | 3): LinkRows {
  let full: Uint32Array[] = []
  let open = new Uint32Array(segmentRows * words)
  let used = 0
  const close = () => {
    full.push(open)
    open = new Uint32Array(segmentRows * words)
    used = 0
  }
  const each = (take: (words: Uint32Array) => void) => {
    for (const segment of full) take(segment)
    if (used > 0) take(open.subarray(0, used))
  }
  return {
    get rows() {
      return full.length * segmentRows + used / words
    },
    get bytes() {
      return (full.length + 1) * segmentRows * words * Uint32Array.BYTES_PER_ELEMENT
    },
    add(from, to, weights, rows) {
      for (let start = 0; start < rows; ) {
        const room = segmentRows - used / words
        const end = Math.min(rows, start + room)
        used = interleave(open, used, { from, to, weights }, start, end)
        start = end
        if (used === open.length) close()
      }
    },
    each,
    drain(take) {
      const last = open.subarray(0, used)
      const segments = full
      full = []
      open = new Uint32Array(segmentRows * words)
      used = 0
      for (let i = 0; i < segments.length; i++) {
        take(segments[i] as Uint32Array)
        segments[i] = nothing
      }
      take(last)
    },
  }
}

const nothing = new Uint32Array()

interface LinkColumns {
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly weights: Uint32Array | null
}

function interleave(
  into: Uint32Array,
  at: number,
  { from, to, weights }: LinkColumns,
  start: number,
  end: number,
): number {
  let next = at
  for (let row = start; row < end; row++) {
    into[next] = from[row] as number
    into[next + 1] = to[row] as number
    next += 2
    if (weights !== null) into[next++] = weights[row] as number
  }
  return next
}
