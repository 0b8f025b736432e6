import { readFileSync } from 'node:fs'
import { generateCsv } from '@creditmesh/agency-node/records/generate/csv.ts'
import { type FileTold, tellFile } from '@creditmesh/agency-node/scoring/explain/fileTold.ts'
import { featuresOf } from '@creditmesh/agency-node/scoring/features.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { createExplainer } from '@creditmesh/agency-node/scoring/score.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedFile } from '../../../support/sharedData.ts'
import { due, falseClaims, isGeneralTrue } from './claims.ts'
import { type Client, readClients } from './clients.ts'

const file = sharedFile('data/taiwan/UCI_Credit_Card.csv')
const synthetic = readClients([...generateCsv({ seed: 'ann', count: 2_000 })].join(''))

const told = (model: LoadedModel, { records, asOf }: Client) => {
  const context = { asOf, currency: 'TWD' }
  const vector = featuresOf(records, context)
  if (vector === null) throw new Error('a thin file')
  return tellFile(model, model.model.judge(vector.values), { records, ...context })
}

describe.each([
  ['scorecard', 'synthetic people', () => synthetic, 1],
  ['forest', 'synthetic people', () => synthetic, 4],
  ['scorecard', 'real people', realPeople, 1],
  ['forest', 'real people', realPeople, 5],
] as const)('what the %s says to %s', (family, kind, people, step) => {
  const isAbsent = kind === 'real people' && file === null
  let model: LoadedModel
  let clients: Client[]
  let said: (FileTold | null)[]
  beforeAll(async () => {
    if (isAbsent) return
    const all = people()
    clients = all.filter((_, at) => at % step === 0)
    model = await trainModel(all.slice(0, 8_000), { family, labelDefinition: 'next month' })
    said = clients.map((client) => told(model, client))
  })

  test.skipIf(isAbsent)('is borne out by her own line of the file, every sentence', () => {
    const wrong = clients.flatMap((client, at) => {
      const her = said[at]
      const texts = !her ? [] : [...her.reasons.map(({ text }) => text), ...her.notCounted]
      const all = [...texts, ...(her?.ageing ?? []), her?.punctuality ?? '']
      return all.flatMap((text) =>
        falseClaims(client, text).map((claim) => `${client.id}: ${claim}`),
      )
    })
    expect(wrong.length, wrong.slice(0, 5).join('\n')).toBe(0)
  })

  test.skipIf(isAbsent)('contradicts neither itself nor what she paid', () => {
    const wrong = clients.flatMap((client, at) => {
      const her = said[at]
      const text = her?.reasons.map((reason) => reason.text).join(' ') ?? ''
      const owed = client.pay.flatMap((_, at) => (due(client, at) > 0 ? [at] : []))
      const paysHalf = owed.every((at) => (client.paid[at] as number) > 0.5001 * due(client, at))
      const isTwice =
        new Set(her?.reasons.map((reason) => reason.text)).size !== her?.reasons.length
      const faults = [
        paysHalf &&
          /no payment in|of what the statement before showed/.test(text) &&
          'small payments',
        her?.punctuality !== null && /late in/.test(text) && 'late and never late',
        her?.punctuality === null &&
          client.pay.every((state) => state <= 0) &&
          'never late, and not told',
        isTwice && 'one event told twice',
        /left part of a bill/.test(text) &&
          isCarriedWithoutBalance(client) &&
          'carried and no balance',
      ]
      return faults.flatMap((fault) => (fault === false ? [] : [`${client.id}: ${fault}`]))
    })
    expect(wrong.length, wrong.slice(0, 5).join('\n')).toBe(0)
  })

  test.skipIf(isAbsent)('is true as well in the general words that a lender reads', () => {
    const explain = createExplainer(model)
    const wrong = clients.flatMap((client) =>
      explain(client.records, client.asOf)
        .reasonCodes.filter(({ text }) => !isGeneralTrue(client, text))
        .map(({ text }) => `${client.id}: ${text}`),
    )
    expect(wrong.length, wrong.slice(0, 5).join('\n')).toBe(0)
  })
})

test('error: a claim that a file does not bear out is found, and so is one that nobody can read', () => {
  const [client] = readClients(
    [
      'ID,LIMIT_BAL,SEX,EDUCATION,MARRIAGE,AGE,PAY_0,PAY_2,PAY_3,PAY_4,PAY_5,PAY_6,BILL_AMT1,BILL_AMT2,BILL_AMT3,BILL_AMT4,BILL_AMT5,BILL_AMT6,PAY_AMT1,PAY_AMT2,PAY_AMT3,PAY_AMT4,PAY_AMT5,PAY_AMT6,default.payment.next.month',
      '1,1000,2,2,1,30,0,0,2,0,0,0,900,900,900,100,100,100,100,100,100,100,100,100,0',
    ].join('\n'),
  )
  if (client === undefined) throw new Error('no client')
  const isTrue = (text: string) => falseClaims(client, text).length === 0
  expect(
    isTrue('The payment for your credit card was about one to two months late in July 2005.'),
  ).toBe(true)
  expect(
    isTrue('The payment for your credit card was about one to two months late in June 2005.'),
  ).toBe(false)
  expect(
    isTrue('The payment for your credit card was about two to three months late in July 2005.'),
  ).toBe(false)
  expect(
    isTrue(
      'In July to September 2005 you used 90 % of your credit limit (TWD 1,000); in April to June 2005 it was 10 %.',
    ),
  ).toBe(true)
  expect(isTrue('In June to September 2005 you used 90 % of your credit limit (TWD 1,000).')).toBe(
    false,
  )
  expect(isTrue('There was no payment in May 2005; the statement before showed TWD 100.')).toBe(
    false,
  )
  expect(isTrue('Your file shows no late payment.')).toBe(false)
  expect(isTrue('You are careless.')).toBe(false)
})

/** Listed late with no balance, after a statement that was not paid in full. */
function isCarriedWithoutBalance(client: Client): boolean {
  return client.pay.some((state, at) => {
    const isListedLate = state > 0 && (client.bill[at] as number) <= 0
    return isListedLate && (client.paid[at] as number) < due(client, at)
  })
}

function realPeople(): Client[] {
  return readClients(readFileSync(file ?? '', 'utf8'))
}
