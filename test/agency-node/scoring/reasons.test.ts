import { generateCsv } from '@creditmesh/agency-node/records/generate/csv.ts'
import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { modelFamilies } from '@creditmesh/agency-node/scoring/families/familyNames.ts'
import { featureNames } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import { reasonTexts } from '@creditmesh/agency-node/scoring/reasonTexts.ts'
import { createExplainer, type Explainer } from '@creditmesh/agency-node/scoring/score.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import type { TrainingSubject } from '@creditmesh/agency-node/scoring/trainingTable.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { asOf, line } from './population.ts'

// As a newcomer meets them: a model of synthetic people, and what it tells four persons.

function syntheticPeople(count: number): TrainingSubject[] {
  const [header = '', ...lines] = [...generateCsv({ seed: 'ann', count })]
    .join('')
    .trim()
    .split('\n')
  const referencer = createReferencer(new Uint8Array(32))
  const read = uciCreditCard.open(header, { furnisherId: 'a', nowSec: 1_700_000_000, referencer })
  return lines.map((text) => {
    const { records, outcome } = read(text)
    if (outcome === undefined) throw new Error('a client without an outcome')
    return { records, outcome: outcome.value, asOf: Date.parse(`${outcome.asOf}T00:00:00Z`) / 1000 }
  })
}

const months = (count: number, month: Partial<PaymentMonth>) =>
  Array.from({ length: count }, () => month)
const use = (statementBalance: number, paymentAmount: number) => ({
  statementBalance,
  paymentAmount,
})
const files = {
  late: [
    ...months(2, { bucket: 'DPD_30_59', daysPastDue: 45, ...use(6_000_000, 0) }),
    ...months(4, use(6_000_000, 250_000)),
  ],
  paysInFull: months(6, use(800_000, 800_000)),
  hardlyUses: [...months(5, use(0, 0)), use(470_000, 0)],
  neverOwed: months(6, { bucket: 'DPD_1_29', daysPastDue: 15, ...use(0, 0) }),
}

const people = syntheticPeople(2_000)

describe.each(modelFamilies)('the family %s', (family) => {
  let explain: Explainer
  beforeAll(async () => {
    explain = createExplainer(await trainModel(people, { family, labelDefinition: 'synthetic' }))
  })
  const codesOf = (file: keyof typeof files) =>
    explain([line(file, files[file], { creditLimit: 8_000_000 })], asOf).reasonCodes.map(
      ({ code }) => code,
    )

  test('who is late is told so first of all', () => {
    expect(['R05', 'R09']).toContain(codesOf('late')[0])
  })

  test('who pays in full, hardly borrows or never owed is told of no lateness and no full limits', () => {
    for (const file of ['paysInFull', 'hardlyUses', 'neverOwed'] as const) {
      const codes = codesOf(file)
      for (const untrue of ['R05', 'R09', 'R10']) expect(codes).not.toContain(untrue)
    }
  })

  test('of 500 people everybody is told only what her file shows', () => {
    for (const { records, asOf: at } of people.slice(0, 500)) {
      const { reasonCodes, inputs } = explain(records, at)
      const value = (name: string) => inputs?.values[featureNames.indexOf(name)] ?? 0
      for (const { code, text } of reasonCodes) {
        if (code === 'R05') expect(value('monthsLate24m')).toBeGreaterThan(0)
        if (code === 'R09') expect(value('daysLateWorst24m')).toBeGreaterThanOrEqual(30)
        if (code === 'R10') expect(value('utilisationHighest6m')).toBeGreaterThanOrEqual(3_000)
        if (text === reasonTexts.en['R07.idle']) {
          expect(value('monthsIdle6m')).toBeGreaterThanOrEqual(3)
        }
        if (text === reasonTexts.en['R07.orderlyUse']) {
          expect(value('monthsOrderlyUse6m')).toBeLessThanOrEqual(3)
        }
      }
    }
  })

  test('a reason tells people apart: none is told to everybody', () => {
    const told = new Map<string, number>()
    for (const { records, asOf: at } of people.slice(0, 500)) {
      for (const { text } of explain(records, at).reasonCodes) {
        told.set(text, (told.get(text) ?? 0) + 1)
      }
    }
    expect(Math.max(...told.values())).toBeLessThan(400)
  })
})
