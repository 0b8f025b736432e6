import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { ProtectedAttributes } from './outcomes.ts'
import { lineError } from './problem.ts'

/** One client as the file has her; months newest first (September to April 2005). */
export interface UciRow {
  readonly id: string
  readonly limit: number
  readonly sex: number
  readonly education: number
  readonly marriage: number
  readonly age: number
  readonly pay: readonly number[]
  readonly bill: readonly number[]
  readonly paid: readonly number[]
  /** Null where the file has no column of outcomes. */
  readonly defaulted: 0 | 1 | null
}

const payColumns = ['PAY_0', 'PAY_2', 'PAY_3', 'PAY_4', 'PAY_5', 'PAY_6'] as const
export const outcomeColumn = 'default.payment.next.month'

/** The columns of the file, in its order. */
export const uciColumns: readonly string[] = [
  'ID',
  'LIMIT_BAL',
  'SEX',
  'EDUCATION',
  'MARRIAGE',
  'AGE',
  ...payColumns,
  ...numbered('BILL_AMT'),
  ...numbered('PAY_AMT'),
  outcomeColumn,
]

function numbered(name: string): string[] {
  return [1, 2, 3, 4, 5, 6].map((i) => `${name}${i}`)
}

interface Range {
  readonly name: string
  readonly min: number
  readonly max: number
}

const maxAmount = 1e11 // minor units then still are safe integers

// Everything but ID, in the file's order; -2 to 9 and 0 to 6 are the codes that the file's description defines.
const ranges: readonly Range[] = [
  { name: 'LIMIT_BAL', min: 0, max: maxAmount },
  { name: 'SEX', min: 1, max: 2 },
  { name: 'EDUCATION', min: 0, max: 6 },
  { name: 'MARRIAGE', min: 0, max: 3 },
  { name: 'AGE', min: 15, max: 120 },
  ...payColumns.map((name) => ({ name, min: -2, max: 9 })),
  ...numbered('BILL_AMT').map((name) => ({ name, min: -maxAmount, max: maxAmount })),
  ...numbered('PAY_AMT').map((name) => ({ name, min: 0, max: maxAmount })),
  { name: outcomeColumn, min: 0, max: 1 },
]

/** Reads rows under this header; columns may stand in any order, that of outcomes may be missing. Throws `input.invalid`. */
export function uciReader(header: string): (line: string) => UciRow {
  const names = cells(header)
  const missing = uciColumns.filter((name) => !names.includes(name) && name !== outcomeColumn)
  const unknown = names.filter((name, i) => !uciColumns.includes(name) || names.indexOf(name) !== i)
  if (missing.length > 0 || unknown.length > 0) {
    throw new MeshError('input.invalid', {
      detail: 'the first line is not the header of the UCI credit-card file',
      details: { missing, unknown: unknown.length },
    })
  }
  const idAt = names.indexOf('ID')
  const columns = ranges.map(({ name }) => names.indexOf(name))
  return (line) => readRow(cells(line), { idAt, columns, width: names.length })
}

interface Layout {
  readonly idAt: number
  readonly columns: readonly number[]
  readonly width: number
}

function readRow(row: readonly string[], { idAt, columns, width }: Layout): UciRow {
  if (row.length !== width) throw lineError('columns', { expected: width, found: row.length })
  const id = row[idAt] ?? ''
  if (!/^[1-9]\d{0,11}$/.test(id)) throw lineError('not_a_number', { field: 'ID' })
  const numbers = ranges.map((range, i) => readNumber(row[columns[i] ?? -1], range))
  const [limit = 0, sexCode = 0, educationCode = 0, marriageCode = 0, age = 0] = numbers
  return {
    id,
    limit,
    sex: sexCode,
    education: educationCode,
    marriage: marriageCode,
    age,
    pay: numbers.slice(5, 11),
    bill: numbers.slice(11, 17),
    paid: numbers.slice(17, 23),
    defaulted: columns[23] === -1 ? null : numbers[23] === 1 ? 1 : 0,
  }
}

function readNumber(cell: string | undefined, { name, min, max }: Range): number {
  if (cell === undefined) return 0 // the one column that may be missing
  // Some copies of the file write 20000.0.
  if (!/^-?\d{1,15}(?:\.0+)?$/.test(cell)) throw lineError('not_a_number', { field: name })
  const value = Number(cell)
  if (value < min || value > max) throw lineError('out_of_range', { field: name, min, max })
  return value === 0 ? 0 : value // no negative zero
}

function cells(line: string): string[] {
  const plain = line.includes('"') ? line.replaceAll('"', '') : line
  return plain.split(',')
}

type Attribute<Name extends keyof ProtectedAttributes> = NonNullable<ProtectedAttributes[Name]>

export function sex(code: number): Attribute<'sex'> {
  return code === 1 ? 'MALE' : 'FEMALE'
}

export function education(code: number): Attribute<'education'> {
  if (code === 1) return 'GRADUATE_SCHOOL'
  if (code === 2) return 'UNIVERSITY'
  return code === 3 ? 'HIGH_SCHOOL' : 'OTHER'
}

export function marriage(code: number): Attribute<'marriage'> {
  if (code === 1) return 'MARRIED'
  return code === 2 ? 'SINGLE' : 'OTHER'
}
