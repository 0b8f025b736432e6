import { generateClients } from '@creditmesh/agency-node/records/generate/clients.ts'
import { type UciRow, uciColumns } from '@creditmesh/agency-node/records/uciRow.ts'

/** A file of synthetic clients in the shape of the UCI file, from one id on; the same each time. */
export function syntheticFile(clients: number, { firstId = 1 } = {}): Uint8Array {
  const lines = [uciColumns.join(',')]
  const seed = `bench ${firstId}`
  for (const row of generateClients({ seed, count: clients })) {
    lines.push(lineOf({ ...row, id: String(Number(row.id) + firstId - 1) }))
  }
  return Buffer.from(`${lines.join('\n')}\n`)
}

function lineOf({ id, limit, sex, education, marriage, age, ...months }: UciRow): string {
  const { pay, bill, paid, defaulted } = months
  return [id, limit, sex, education, marriage, age, ...pay, ...bill, ...paid, defaulted].join(',')
}
