import { type UciRow, uciColumns } from '../uciRow.ts'
import { type GenerateOptions, generateClients } from './clients.ts'

/** Synthetic clients as the UCI file would have them, the header first, a line break after each line. */
export function* generateCsv(options: GenerateOptions): Generator<string> {
  yield `${uciColumns.join(',')}\n`
  for (const row of generateClients(options)) yield `${csvLine(row)}\n`
}

export function csvLine(row: UciRow): string {
  const { id, limit, sex, education, marriage, age, pay, bill, paid, defaulted } = row
  return [id, limit, sex, education, marriage, age, ...pay, ...bill, ...paid, defaulted].join(',')
}
