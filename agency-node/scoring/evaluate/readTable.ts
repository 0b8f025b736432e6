import { createReadStream } from 'node:fs'
import type { MeshError } from '@creditmesh/sdk/errors.ts'
import { type Column, missingCategory, type Table, tableOf } from '../../analysis/table.ts'
import { pathError } from '../../files/pathError.ts'
import { isMissing, toCategory, toNumber } from './cells.ts'
import { type DelimitedRecord, delimitedRecords, invalidRecord } from './delimitedRecords.ts'
import { requireWidth, type Survey, type SurveyedColumn, surveyTable } from './survey.ts'
import type { TableOptions } from './tableOptions.ts'

export interface LabelledTable {
  readonly table: Table
  /** 1 is a defaulter. */
  readonly y: Uint8Array
  /** Different labels that count as good; more than one may be a misspelling. */
  readonly goodLabels: number
}

/**
 * Reads a file of delimited text twice, first for what its columns are, then for their values, so that only these are
 * ever held. Rows are in the order of the file. Throws `file.not_found`, `file.wrong_kind`; `input.invalid` with line and column, never
 * with a value; a label that is missing, or of which there is no bad one, is invalid too.
 */
export async function readTable(path: string, options: TableOptions): Promise<LabelledTable> {
  const survey = await surveyTable(bytesOf(path), options)
  return fillTable(bytesOf(path), survey, options)
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 18 })
  } catch (cause) {
    throw pathError(path, cause)
  }
}

async function fillTable(
  chunks: AsyncIterable<Uint8Array>,
  survey: Survey,
  options: TableOptions,
): Promise<LabelledTable> {
  const columns = survey.columns.map((column) => emptyColumn(column, survey.rows, options))
  const writers = columns.map((column, at) => writerOf(column, survey.columns[at]?.at as number))
  const labels = labelReader(options, survey)
  let row = 0
  let isHeader = options.hasHeader ?? true
  for await (const records of delimitedRecords(chunks, options.delimiter)) {
    for (const record of records) {
      if (isHeader) {
        isHeader = false
        continue
      }
      requireWidth(record, survey.width)
      if (row === survey.rows) throw changed()
      for (const write of writers) write(record.fields, row)
      labels.read(record, row++)
    }
  }
  if (row !== survey.rows) throw changed()
  return { table: tableOf(columns), y: labels.y, goodLabels: labels.countGood() }
}

function changed(): MeshError {
  return invalidRecord('the file changed while it was read', {})
}

function emptyColumn(
  { name, kind, categories }: SurveyedColumn,
  rows: number,
  { specials = [] }: TableOptions,
): Column {
  return kind === 'numeric'
    ? { kind, name, values: new Float64Array(rows), specials }
    : { kind, name, codes: new Int32Array(rows), categories }
}

function writerOf(column: Column, at: number): (fields: readonly string[], row: number) => void {
  if (column.kind === 'numeric') {
    return (fields, row) => {
      const field = fields[at] as string
      column.values[row] = isMissing(field) ? Number.NaN : (toNumber(field) ?? Number.NaN)
    }
  }
  const codes = new Map(column.categories.map((category, code) => [category, code]))
  return (fields, row) => {
    const field = fields[at] as string
    column.codes[row] = isMissing(field)
      ? missingCategory
      : (codes.get(toCategory(field)) ?? missingCategory)
  }
}

function labelReader({ label, bad }: TableOptions, survey: Survey) {
  const y = new Uint8Array(survey.rows)
  const goods = new Set<string>()
  const wanted = toCategory(bad.trim())
  return {
    y,
    read: ({ fields, line }: DelimitedRecord, row: number) => {
      const field = fields[survey.label] as string
      const word = toCategory(field)
      if (word === wanted) y[row] = 1
      else if (isMissing(field))
        throw invalidRecord('the label is missing', { line, column: label })
      else goods.add(word)
    },
    countGood: () => {
      if (y.includes(1)) return goods.size
      throw invalidRecord('no row has the label of a bad', { column: label })
    },
  }
}
