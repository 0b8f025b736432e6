import type { FileHandle } from 'node:fs/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { CallLayout } from './callLayout.ts'
import { delimiterOf, type FileHead, type LayoutOptions, layoutOf } from './layoutOptions.ts'

/** How to read a file, and where its calls begin. */
export interface FilePlan {
  readonly layout: CallLayout
  /** Bytes before the first line of calls: a mark of byte order, a header. */
  readonly startsAt: number
  /** Lines before it. */
  readonly startsAfterLine: number
}

const headBytes = 1 << 16
const lineFeed = 10

/** Reads the beginning of a file and decides how to read it. Throws `usage.invalid`, `input.invalid`. */
export async function planFile(
  file: FileHandle,
  path: string,
  options: LayoutOptions,
): Promise<FilePlan> {
  const buffer = new Uint8Array(headBytes)
  const { bytesRead } = await file.read(buffer, 0, headBytes, 0)
  return planHead(buffer.subarray(0, bytesRead), options.format ?? formatOf(path), options)
}

export function formatOf(path: string): 'csv' | 'jsonl' {
  return /\.(jsonl|ndjson|json)$/i.test(path) ? 'jsonl' : 'csv'
}

export function planHead(
  head: Uint8Array,
  format: 'csv' | 'jsonl',
  options: LayoutOptions,
): FilePlan {
  requireUtf8(head)
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  const text = head.subarray(bom)
  const lines = new TextDecoder().decode(text).split('\n')
  const hasHeader = format === 'csv' && (options.hasHeader ?? true)
  if (hasHeader && lines.length === 1) {
    const detail = `the file has no header line that a line feed ends within ${headBytes} bytes`
    throw new MeshError('input.invalid', { detail })
  }
  const parsed = format === 'jsonl' ? jsonHead(lines) : csvHead(lines, hasHeader, options)
  return {
    layout: layoutOf(format, parsed, options),
    startsAt: bom + (hasHeader ? text.indexOf(lineFeed) + 1 : 0),
    startsAfterLine: hasHeader ? 1 : 0,
  }
}

/** Lines below the header that show how the file spells a time. */
const sampleLines = 20

function csvHead(
  lines: readonly string[],
  hasHeader: boolean,
  { delimiter = ',' }: LayoutOptions,
): FileHead {
  const sign = String.fromCharCode(delimiterOf(delimiter))
  const cells = (line: string) => line.trimEnd().split(sign).map(unquoted)
  const first = cells(lines[0] ?? '')
  const names = hasHeader ? first : first.map((_, i) => String(i + 1))
  const begin = hasHeader ? 1 : 0
  const rows = lines
    .slice(begin, begin + sampleLines)
    .filter((line) => line.trim() !== '')
    .map(cells)
  return {
    names,
    samples(name) {
      const column = names.indexOf(name)
      return rows.flatMap((row) => row[column] ?? [])
    },
  }
}

function unquoted(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
}

function jsonHead(lines: readonly string[]): FileHead {
  const objects = lines.slice(0, sampleLines).flatMap(objectIn)
  const [first] = objects
  // The parser's words would quote the file.
  if (first === undefined) throw new MeshError('input.invalid', { detail: 'no line is an object' })
  return {
    names: Object.keys(first),
    samples: (name) => objects.flatMap((each) => (name in each ? String(each[name]) : [])),
  }
}

function objectIn(line: string): Record<string, unknown>[] {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null ? [parsed as Record<string, unknown>] : []
  } catch {
    return []
  }
}

function requireUtf8(head: Uint8Array): void {
  const [one, two] = head
  const isUtf16 = (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)
  const isGzip = one === 0x1f && two === 0x8b
  if (isUtf16)
    throw new MeshError('input.invalid', { detail: 'the file is UTF-16; write it as UTF-8' })
  if (isGzip)
    throw new MeshError('input.invalid', { detail: 'the file is compressed; unpack it first' })
}
