import { isMissing, toCategory, toNumber } from './cells.ts'
import { type DelimitedRecord, delimitedRecords, invalidRecord } from './delimitedRecords.ts'
import type { TableOptions } from './tableOptions.ts'

/** What one reading of a file tells of a column. */
export interface SurveyedColumn {
  readonly name: string
  /** Place in a record. */
  readonly at: number
  readonly kind: 'numeric' | 'categorical'
  /** Of a categorical column, sorted by code unit, so that the order of rows does not matter. */
  readonly categories: readonly string[]
}

export interface Survey {
  readonly rows: number
  readonly columns: readonly SurveyedColumn[]
  /** Place of the label in a record. */
  readonly label: number
  /** Fields in a record. */
  readonly width: number
}

/** More different words than this in one column are names or identifiers, not classes. */
export const mostCategories = 10_000
/** So are words more than half as many as the rows that have one, in a column with this many at least. */
const fewestForIdentifier = 50

/** Reads a file once, for what its columns are. Throws `input.invalid`. */
export async function surveyTable(
  chunks: AsyncIterable<Uint8Array>,
  options: TableOptions,
): Promise<Survey> {
  let layout: Layout | undefined
  let rows = 0
  for await (const records of delimitedRecords(chunks, options.delimiter)) {
    for (const [index, record] of records.entries()) {
      if (layout === undefined) {
        layout = layoutOf(record, options)
        if (index === 0 && (options.hasHeader ?? true)) continue
      }
      requireWidth(record, layout.width)
      rows++
      for (const column of layout.columns) see(column, record)
    }
  }
  if (layout === undefined || rows === 0) throw invalidRecord('the file has no rows', {})
  return { ...layout, rows, columns: layout.columns.map(toSurveyed) }
}

export function requireWidth({ line, fields }: DelimitedRecord, width: number): void {
  if (fields.length === width) return
  throw invalidRecord(`${fields.length} fields where there are ${width} columns`, { line })
}

interface SeenColumn {
  readonly name: string
  readonly at: number
  /** Asked for, or because a word was found. */
  isCategorical: boolean
  readonly words: Set<string>
  /** Not missing. */
  known: number
  /** Where the first word stood in what may have been numbers. */
  firstWord?: number
}

interface Layout {
  readonly columns: SeenColumn[]
  readonly label: number
  readonly width: number
}

function layoutOf(first: DelimitedRecord, options: TableOptions): Layout {
  const names = namesOf(first, options)
  const { label, drop = [], categorical = [] } = options
  for (const name of [label, ...drop, ...categorical]) {
    if (!names.includes(name)) throw invalidRecord('there is no such column', { column: name })
  }
  const twofold = drop.find((name) => name === label || categorical.includes(name))
  if (twofold !== undefined) throw invalidRecord('asked for and dropped too', { column: twofold })
  const columns = names
    .map((name, at) => ({ name, at }))
    .filter(({ name }) => name !== label && !drop.includes(name))
    .map((column) => ({
      ...column,
      isCategorical: categorical.includes(column.name),
      words: new Set<string>(),
      known: 0,
    }))
  if (columns.length === 0) throw invalidRecord('there is no column beside the label', {})
  return { columns, label: names.indexOf(label), width: names.length }
}

function namesOf({ fields, line }: DelimitedRecord, { hasHeader = true, columns }: TableOptions) {
  const count = fields.length
  const names = hasHeader
    ? fields.map((name, at) => name || `c${at + 1}`)
    : (columns ?? fields.map((_, at) => `c${at + 1}`))
  if (names.length !== count) {
    throw invalidRecord(`${names.length} names of columns for ${count} fields`, { line })
  }
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  if (twice !== undefined) throw invalidRecord('two columns have this name', { column: twice })
  return names
}

function see(column: SeenColumn, { fields, line }: DelimitedRecord): void {
  const field = fields[column.at] as string
  if (isMissing(field)) return
  column.known++
  if (!column.isCategorical) {
    const value = toNumber(field)
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw invalidRecord('the number is infinite', { line, column: column.name })
    }
    if (value === null) column.firstWord ??= line
  }
  if (column.words.size > mostCategories) return
  column.words.add(toCategory(field))
}

function toSurveyed(column: SeenColumn): SurveyedColumn {
  const { name, at, isCategorical, firstWord } = column
  if (!isCategorical && firstWord === undefined) {
    return { name, at, kind: 'numeric', categories: [] }
  }
  requireClasses(column)
  return { name, at, kind: 'categorical', categories: [...column.words].sort() }
}

function requireClasses({ name, words, known, firstWord }: SeenColumn): void {
  const isIdentifier = known >= fewestForIdentifier && words.size > known / 2
  if (!isIdentifier && words.size <= mostCategories) return
  const why = isIdentifier
    ? 'nearly every row has a word of its own'
    : `more than ${mostCategories} words`
  throw invalidRecord(`${why}: drop the column, or mend it if it should hold numbers`, {
    column: name,
    ...(firstWord !== undefined && { line: firstWord }),
  })
}
