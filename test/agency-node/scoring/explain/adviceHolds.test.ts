import { readFileSync } from 'node:fs'
import { demoPartition } from '@creditmesh/agency-node/records/partition.ts'
import { type Advice, adviceFor } from '@creditmesh/agency-node/scoring/explain/advice.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { createExplainer } from '@creditmesh/agency-node/scoring/score.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import type { TrainingSubject } from '@creditmesh/agency-node/scoring/trainingTable.ts'
import type { TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedFile } from '../../../support/sharedData.ts'
import { seededRandom } from '../population.ts'
import { readingsOf } from './adviceReadings.ts'
import { understand } from './adviceUnderstood.ts'
import { readClients } from './clients.ts'
import { cardOf, live, type Reading } from './livedAdvice.ts'

const file = sharedFile('data/taiwan/UCI_Credit_Card.csv')
const currency = 'TWD'
const peopleAsked = 500

/** Rejected people who followed what they were told by an earlier version, and were let down. */
const letDown = ['24141', '23131', '14049', '4133', '650', '27563', '8917', '9606', '23142']

type Client = TrainingSubject & { readonly id: string; readonly line: TradelineRecord }

function clients(path: string): Client[] {
  return readClients(readFileSync(path, 'utf8')).map((client) => {
    return { ...client, line: client.records[0] as TradelineRecord }
  })
}

/** The people of agency a of the demonstration. */
function ofAgencyA(people: readonly Client[]): Client[] {
  const agenciesOf = demoPartition('a', 'b', 'c')
  return people.filter(({ id }) => agenciesOf(`TW|uci-client|${id}`).includes('a'))
}

function sampleOf(people: readonly Client[], random: () => number): Client[] {
  const drawn = Array.from({ length: peopleAsked }, () => {
    return people[Math.floor(random() * people.length)] as Client
  })
  return [...people.filter(({ id }) => letDown.includes(id)), ...drawn]
}

const people = file === null ? [] : clients(file)

describe.skipIf(file === null).each(['scorecard', 'forest'] as const)('%s', (family) => {
  let model: LoadedModel
  let advised: (Client & { readonly advice: Advice })[]
  beforeAll(async () => {
    model = await trainModel(ofAgencyA(people), { family, labelDefinition: 'default next month' })
    advised = sampleOf(people, seededRandom(2005)).map((client) => {
      const advice = adviceFor(model, client.records, { asOf: client.asOf, currency })
      if (advice === null) throw new Error('no advice')
      return { ...client, advice }
    })
  })

  const scoreAfter = (client: Client, { habit, leadIn = 0 }: Reading, months: number) => {
    const lived = live(client.line, habit, months + leadIn)
    const asOf = Date.UTC(2005, 8 + months + leadIn, 28) / 1000
    return createExplainer(model)([lived], asOf).score?.scoreValue ?? 0
  }

  test('whoever follows a plan, however she reads it, reaches what she was promised', () => {
    const random = seededRandom(12)
    const broken: string[] = []
    let readings = 0
    for (const client of advised) {
      for (const { text, score, months } of client.advice.plans) {
        const words = understand(text)
        expect(words).toMatchObject({ score, months })
        for (const reading of readingsOf(words, cardOf(client.line), random)) {
          readings++
          const got = scoreAfter(client, reading, months)
          if (got < score) broken.push(`${client.id}: ${text} (${reading.name}: ${got})`)
        }
      }
    }
    expect(broken).toEqual([])
    expect(readings).toBeGreaterThan(2_000)
  })

  test('whoever goes on as now has the score that she was told once her late months are past', () => {
    const random = seededRandom(13)
    const words = { deed: 'onTime', use: 'nothingElse' } as const
    const unused = { months: 0, score: 0, lasting: 0, isOverdue: false, atMost: 0 }
    const told = advised.filter(({ advice }) => (advice.ageing?.score ?? null) !== null)
    const broken = told.flatMap((client) => {
      const { months = 0, score = 0 } = client.advice.ageing ?? {}
      return readingsOf({ ...unused, ...words }, cardOf(client.line), random)
        .filter((reading) => scoreAfter(client, reading, months) < (score ?? 0))
        .map(({ name }) => `${client.id}, ${name}`)
    })
    expect(told.length).toBeGreaterThan(10)
    expect(broken).toEqual([])
  })

  test('a plan lifts, is for good where it says that it reaches the target, and begins with what is overdue', () => {
    for (const { advice, line } of advised) {
      const { outcome, plans, score, target } = advice
      const now = line.payload.paymentHistory[0]
      const isOverdue = (now?.daysPastDue ?? 0) > 0 && (now?.statementBalance ?? 0) > 0
      for (const plan of plans) {
        expect(plan.score).toBeGreaterThan(score)
        expect(plan.lasting).toBeGreaterThanOrEqual(score)
        if (outcome === 'plans') expect(plan.lasting).toBeGreaterThanOrEqual(target?.score ?? 0)
        expect(understand(plan.text).isOverdue).toBe(isOverdue)
      }
    }
  })

  test('nobody is moved to borrow, to owe more or to carry a balance', () => {
    for (const { advice, line } of advised) {
      const owed = cardOf(line).bills[0] ?? 0
      for (const { text } of advice.plans) {
        const { use, atMost, deed } = understand(text)
        if (deed === 'useLess') expect(atMost).toBeLessThan(owed)
        if (typeof use === 'object') expect(use.most).toBeLessThanOrEqual(owed)
        expect(text).not.toMatch(/open|apply|higher limit|carry/i)
      }
    }
  })

  test('a good payer and an empty file are not told the same', () => {
    const textOf = (id: string) => advised.find((client) => client.id === id)?.advice.text
    expect(textOf('9606')).toContain('You are doing well; nothing needs to change.')
    expect(textOf('23142')).toContain('too little history in your file yet; this is not a fault')
  })
})
