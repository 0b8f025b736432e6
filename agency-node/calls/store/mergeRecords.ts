import { sumOf } from '../linking/rowWriter.ts'

/** Several streams of records, each ascending by its first words, as one; what to do where two agree in them. */
export interface MergeRule {
  readonly words: number
  /** How many words decide the order. */
  readonly keyWords: number
  /** `drop` the later one, or `add` its last word to the earlier one's. */
  readonly onEqual: 'drop' | 'add'
}

type Blocks = AsyncIterable<Uint32Array>

interface Source {
  readonly blocks: AsyncIterator<Uint32Array>
  block: Uint32Array
  at: number
}

const outRecords = 1 << 14

/** The merged records in blocks that are good until the next. Memory: a block for each stream. */
export async function* mergeRecords(
  streams: readonly Blocks[],
  rule: MergeRule,
): AsyncGenerator<Uint32Array> {
  const { words } = rule
  const heap: Source[] = []
  for (const stream of streams) {
    const source = { blocks: stream[Symbol.asyncIterator](), block: new Uint32Array(), at: 0 }
    if (await refill(source)) heap.push(source)
  }
  for (let i = heap.length >> 1; i >= 0; i--) sink(heap, i, rule.keyWords)
  const out = new Uint32Array(outRecords * words)
  let used = 0
  while (heap.length > 0) {
    const top = heap[0] as Source
    if (used > 0 && isSame(out, used - words, top, rule.keyWords)) combine(out, used, top, rule)
    else {
      // The last record stays, for the next may be its equal.
      if (used === out.length) {
        yield out.subarray(0, used - words)
        out.copyWithin(0, used - words, used)
        used = words
      }
      for (let i = 0; i < words; i++) out[used + i] = top.block[top.at + i] as number
      used += words
    }
    top.at += words
    if (top.at === top.block.length && !(await refill(top))) {
      const last = heap.pop() as Source
      if (heap.length > 0 && last !== top) heap[0] = last
    }
    sink(heap, 0, rule.keyWords)
  }
  if (used > 0) yield out.subarray(0, used)
}

async function refill(source: Source): Promise<boolean> {
  for (;;) {
    const next = await source.blocks.next()
    if (next.done) return false
    if (next.value.length === 0) continue
    source.block = next.value
    source.at = 0
    return true
  }
}

function combine(out: Uint32Array, used: number, { block, at }: Source, rule: MergeRule): void {
  if (rule.onEqual === 'drop') return
  out[used - 1] = sumOf(out[used - 1] as number, block[at + rule.words - 1] as number)
}

function isSame(out: Uint32Array, start: number, { block, at }: Source, keyWords: number): boolean {
  for (let i = 0; i < keyWords; i++) if (out[start + i] !== block[at + i]) return false
  return true
}

function sink(heap: Source[], start: number, keyWords: number): void {
  for (let parent = start; ; ) {
    let least = parent
    for (let child = 2 * parent + 1; child <= 2 * parent + 2 && child < heap.length; child++) {
      if (isBefore(heap[child] as Source, heap[least] as Source, keyWords)) least = child
    }
    if (least === parent) return
    const swap = heap[parent] as Source
    heap[parent] = heap[least] as Source
    heap[least] = swap
    parent = least
  }
}

function isBefore(one: Source, other: Source, keyWords: number): boolean {
  for (let i = 0; i < keyWords; i++) {
    const a = one.block[one.at + i] as number
    const b = other.block[other.at + i] as number
    if (a !== b) return a < b
  }
  return false
}
