/** Links as they arrive, in segments; draining them gives their memory back at once. */
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

const firstRows = 1 << 16
/** From 32 MB on, glibc maps each segment for itself, so that freeing it gives its pages back. */
const mostRows = 1 << 22

/** `words` is 2 where every link weighs 1, 3 where links bring their weight. */
export function createLinkRows(words: 2 | 3): LinkRows {
  let full: Uint32Array<ArrayBuffer>[] = []
  let fullRows = 0
  let open = new Uint32Array(firstRows * words)
  let used = 0
  const close = () => {
    full.push(open)
    fullRows += open.length / words
    open = new Uint32Array(Math.min(mostRows, 4 * (open.length / words)) * words)
    used = 0
  }
  return {
    get rows() {
      return fullRows + used / words
    },
    /** Of what is filled: pages of a new segment take room when they are written. */
    get bytes() {
      return (fullRows * words + used) * Uint32Array.BYTES_PER_ELEMENT
    },
    add(from, to, weights, rows) {
      for (let start = 0; start < rows; ) {
        const room = (open.length - used) / words
        const end = Math.min(rows, start + room)
        used = interleave(open, used, { from, to, weights }, start, end)
        start = end
        if (used === open.length) close()
      }
    },
    each(take) {
      for (const segment of full) take(segment)
      take(open.subarray(0, used))
    },
    drain(take) {
      for (const segment of full) {
        take(segment)
        segment.buffer.transfer(0)
      }
      take(open.subarray(0, used))
      open.buffer.transfer(0)
      full = []
      fullRows = 0
      open = new Uint32Array(firstRows * words)
      used = 0
    },
  }
}

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
