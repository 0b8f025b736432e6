import { readFileSync } from 'node:fs'
import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { fitArtefact } from '@creditmesh/agency-node/scoring/train.ts'
import {
  readTrainingTable,
  type TrainingSubject,
  type TrainingTable,
} from '@creditmesh/agency-node/scoring/trainingTable.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedFile } from '../../support/sharedData.ts'

const file = sharedFile('data/taiwan/UCI_Credit_Card.csv')

function* clients(path: string): Generator<TrainingSubject> {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const context = {
    furnisherId: 'agency-a',
    nowSec: 1_700_000_000,
    referencer: createReferencer(new Uint8Array(32)),
  }
  const read = uciCreditCard.open(header, context)
  for (const text of lines) {
    const { records, outcome } = read(text)
    if (outcome === undefined) throw new Error('a client without an outcome')
    const asOf = Date.parse(`${outcome.asOf}T00:00:00Z`) / 1000
    yield { records, outcome: outcome.value, asOf }
  }
}

describe.skipIf(file === null)('30,000 real clients, three splits of SCORING 3', () => {
  let table: TrainingTable
  beforeAll(async () => {
    table = await readTrainingTable(clients(file ?? ''))
  })

  const trained = (split: number, undersampled = false) =>
    fitArtefact(table, {
      labelDefinition: 'default payment next month',
      seed: { name: 'taiwan', split },
      undersampled,
    })

  test('every client has a file, 6,636 of them bad', () => {
    expect(table.y.length).toBe(30_000)
    expect(table.y.reduce((sum, label) => sum + label, 0)).toBe(6_636)
    expect(table).toMatchObject({ currency: 'TWD', thinFiles: 0 })
    expect(table.window).toEqual({ from: '2005-09', to: '2005-09' })
  })

  test('the integer points beat the scorecard of the reference, .772, and are calibrated', () => {
    const tests = [0, 1, 2].map((split) => trained(split).metrics.test)
    expect(tests.map(({ rows }) => rows)).toEqual([9_001, 9_001, 9_001])
    const mean = (of: 'auc' | 'ece') => tests.reduce((sum, metrics) => sum + metrics[of], 0) / 3
    expect(mean('auc')).toBeGreaterThan(0.772)
    expect(mean('ece')).toBeLessThan(0.025)
  })

  test('undersampled and corrected, the probabilities stay those of the portfolio', () => {
    const { metrics } = trained(0, true)
    expect(metrics.test.auc).toBeGreaterThan(0.767)
    expect(metrics.test.ece).toBeLessThan(0.03)
  })
})
