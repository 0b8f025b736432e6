import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { pathError } from '../../files/pathError.ts'
import { emptyRow, parseNumber } from '../reading/fields.ts'
import type { NumberTagger } from '../store/numberTagger.ts'
import { tagWords } from '../store/tagTable.ts'

/** Somebody named by a telephone number in a file of subjects or of customers. The number itself is not kept. */
export interface ListedPerson {
  readonly line: number
  readonly tag: Uint32Array
  /** What the file calls her; null where it has no such column. */
  readonly id: string | null
  /** Her late payments; null where the file has no such column. */
  readonly late: number | null
}

/**
 * Reads a CSV file whose header names `number` and maybe `id` (subjects) or `late` (customers), in any order. Unlike a file of calls, a bad line stops it:
 * a customer left out would change the features of others. Throws `file.not_found`, `file.wrong_kind`, `import.line_invalid` with the line's number alone.
 */
export async function* readPeople(
  path: string,
  tagger: NumberTagger,
  needs: readonly ('number' | 'late')[],
): AsyncGenerator<ListedPerson> {
  const input = createReadStream(path, 'utf8')
  const lines = createInterface({ input, crlfDelay: Infinity })
  let columns: Columns | undefined
  let line = 0
  try {
    for await (const text of lines) {
      line++
      if (columns === undefined) columns = columnsOf(text.replace(/^\ufeff/, ''), needs, path)
      else if (text.trim() !== '') yield personOf(cellsOf(text), columns, { tagger, path, line })
    }
  } catch (cause) {
    throw pathError(path, cause)
  }
  if (columns === undefined)
    throw new MeshError('input.invalid', { detail: 'the file is empty', details: { path } })
}

interface Columns {
  readonly count: number
  readonly number: number
  readonly id: number
  readonly late: number
}

function cellsOf(text: string): string[] {
  return text.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
}

function columnsOf(header: string, needs: readonly string[], path: string): Columns {
  const names = cellsOf(header.toLowerCase())
  const lacking = needs.find((name) => names.filter((each) => each === name).length !== 1)
  if (lacking !== undefined) {
    throw new MeshError('input.invalid', {
      detail: `the header names no column ${lacking}`,
      details: { path },
    })
  }
  const [number, id, late] = ['number', 'id', 'late'].map((name) => names.indexOf(name))
  return { count: names.length, number: number ?? -1, id: id ?? -1, late: late ?? -1 }
}

interface Place {
  readonly tagger: NumberTagger
  readonly path: string
  readonly line: number
}

function personOf(
  cells: readonly string[],
  columns: Columns,
  { tagger, path, line }: Place,
): ListedPerson {
  const refuse = (reason: string): never => {
    throw new MeshError('import.line_invalid', {
      detail: `line ${line}: ${reason}`,
      details: { path, line, reason },
    })
  }
  if (cells.length !== columns.count) refuse('columns')
  const bytes = new TextEncoder().encode(cells[columns.number])
  const row = emptyRow()
  if (parseNumber(bytes, 0, bytes.length, row) !== 0) refuse('number')
  const tag = new Uint32Array(tagWords)
  tagger.tag(row.high, row.low, tag, 0)
  const id = columns.id < 0 ? null : (cells[columns.id] as string)
  if (id !== null && !/^[^",\r\n]{1,128}$/.test(id)) refuse('id')
  const late = columns.late < 0 ? null : lateOf(cells[columns.late] as string)
  if (Number.isNaN(late)) refuse('late')
  return { line, tag, id, late }
}

function lateOf(cell: string): number {
  return /^\d{1,4}$/.test(cell) ? Number(cell) : Number.NaN
}
