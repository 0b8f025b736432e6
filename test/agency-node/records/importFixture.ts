import type { RecordFormat } from '@creditmesh/agency-node/records/format.ts'
import { type ImportOptions, importRecords } from '@creditmesh/agency-node/records/importRecords.ts'
import { policyPacks } from '@creditmesh/agency-node/records/policyPacks.ts'
import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import { bytesSource } from '@creditmesh/agency-node/records/source.ts'
import { uciColumns } from '@creditmesh/agency-node/records/uciRow.ts'
import { MemorySink } from './memorySink.ts'

/** 3 June 2024. */
export const nowSec = 1_717_400_000

export function importOptions(
  format: RecordFormat,
  changes: Partial<ImportOptions> = {},
): ImportOptions {
  return {
    format,
    pack: policyPacks.RESEARCH,
    furnisherId: 'agency-a',
    nowSec,
    referencer: createReferencer(new Uint8Array(32).fill(1)),
    ...changes,
  }
}

/** Imports bytes into a fresh sink. */
export async function importBytes(
  bytes: Uint8Array | string,
  format: RecordFormat,
  changes: Partial<ImportOptions> = {},
) {
  const sink = new MemorySink()
  const source = bytesSource(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 1000)
  const report = await importRecords(source, sink, importOptions(format, changes))
  return { report, sink }
}

export const uciHeader = uciColumns.join(',')

/** A line of the UCI file: limit 20,000, 30 years old, always current on a balance of 1,000. */
export function uciLine(
  id: number,
  changes: Readonly<Record<string, number | string>> = {},
): string {
  const usual = (name: string) => {
    if (name === 'ID') return id
    if (name === 'LIMIT_BAL') return 20_000
    if (name === 'AGE') return 30
    if (name.startsWith('BILL_AMT')) return 1_000
    if (name.startsWith('PAY_AMT')) return 500
    return name === 'SEX' || name === 'EDUCATION' || name === 'MARRIAGE' ? 2 : 0
  }
  return uciColumns.map((name) => changes[name] ?? usual(name)).join(',')
}
