import { generateClients } from '@creditmesh/agency-node/records/generate/clients.ts'
import { type UciRow, uciColumns } from '@creditmesh/agency-node/records/uciRow.ts'

/** A file of synthetic clients in the shape of the UCI file; the same each time. */
export function syntheticFile(clients: number): Uint8Array {
  const lines = [uciColumns.join(',')]
  for (const row of generateClients({ seed: 'bench', count: clients })) lines.push(lineOf(row))
  return Buffer.from(`${lines.join('\n')}\n`)
}

function lineOf({ id, limit, sex, education, marriage, age, ...months }: UciRow): string {
  const { pay, bill, paid, defaulted } = months
  return [id, limit, sex, education, marriage, age, ...pay, ...bill, ...paid, defaulted].join(',')
}
