import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import type { TrainingSubject } from '@creditmesh/agency-node/scoring/trainingTable.ts'

/** A line of the UCI file as it stands there, newest month first, and the records that come of it. */
export interface Client extends TrainingSubject {
  readonly id: string
  readonly limit: number
  readonly pay: readonly number[]
  readonly bill: readonly number[]
  readonly paid: readonly number[]
}

/** Whole lines: the newest month of a state is `PAY_0`, of an amount `1`. */
export function readClients(text: string): Client[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/)
  const context = {
    furnisherId: 'a',
    nowSec: 1_700_000_000,
    referencer: createReferencer(new Uint8Array(32)),
  }
  const read = uciCreditCard.open(header, context)
  const columns = header.split(',').map((name) => name.replaceAll('"', ''))
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.replaceAll('"', ''))
    const number = (name: string) => Number(cells[columns.indexOf(name)])
    const { records, outcome } = read(line)
    if (outcome === undefined) throw new Error('a client without an outcome')
    return {
      records,
      outcome: outcome.value,
      asOf: Date.parse(`${outcome.asOf}T00:00:00Z`) / 1000,
      id: String(number('ID')),
      limit: number('LIMIT_BAL'),
      pay: ['0', '2', '3', '4', '5', '6'].map((n) => number(`PAY_${n}`)),
      bill: ['1', '2', '3', '4', '5', '6'].map((n) => number(`BILL_AMT${n}`)),
      paid: ['1', '2', '3', '4', '5', '6'].map((n) => number(`PAY_AMT${n}`)),
    }
  })
}
