import { isUtf8 } from 'node:buffer'
import { lineError } from './problem.ts'

const newline = 0x0a
const carriageReturn = 0x0d
const byteOrderMark = '\uFEFF'

export interface Line {
  /** Without its line break; null when the line is longer than the limit. Valid until the next batch is asked for. */
  readonly bytes: Buffer | null
  /** Offset of the first byte after the line and its break. */
  readonly end: number
}

/**
 * Cuts a stream of bytes into lines, a batch for each chunk. Holds at most one chunk and one line of `maxBytes` in
 * memory, however long a line is. A last line without a break counts.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  { from = 0, maxBytes }: { from?: number; maxBytes: number },
): AsyncGenerator<Line[]> {
  const pending = new PendingLine(maxBytes)
  let offset = from
  for await (const raw of chunks) {
    const chunk = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
    const lines: Line[] = []
    let start = 0
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, start)) {
      lines.push({ bytes: pending.finish(chunk.subarray(start, at)), end: offset + at + 1 })
      start = at + 1
    }
    pending.add(chunk.subarray(start))
    offset += chunk.length
    if (lines.length > 0) yield lines
  }
  if (!pending.isEmpty) yield [{ bytes: pending.finish(Buffer.alloc(0)), end: offset }]
}

/** The text of a line; throws what the reader of a file is told of one that has none. */
export function textOf({ bytes }: Line, isFirst: boolean): string {
  if (bytes === null) throw lineError('too_long')
  if (!isUtf8(bytes)) throw lineError('not_utf8')
  const text = bytes.toString('utf8')
  return isFirst && text.startsWith(byteOrderMark) ? text.slice(1) : text
}

/** The beginning of a line whose end has not come yet. */
class PendingLine {
  readonly #maxBytes: number
  #parts: Buffer[] = []
  #length = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  /** Copies: the stream may use the chunk's memory again. */
  add(part: Buffer): void {
    this.#length += part.length
    if (this.#length > this.#maxBytes) this.#parts = []
    else if (part.length > 0) this.#parts.push(Buffer.from(part))
  }

  /** Gives the whole line, or null if it is too long, and begins the next. */
  finish(end: Buffer): Buffer | null {
    const isTooLong = this.#length + end.length > this.#maxBytes
    const line = this.#parts.length === 0 ? end : Buffer.concat([...this.#parts, end])
    this.#parts = []
    this.#length = 0
    if (isTooLong) return null
    return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line
  }
}
