import { readFileSync } from 'node:fs'
import { type Advice, adviceFor } from '@creditmesh/agency-node/scoring/explain/advice.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { createExplainer } from '@creditmesh/agency-node/scoring/score.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import type { TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedFile } from '../../../support/sharedData.ts'
import { type Client, readClients } from './clients.ts'
import { type Habit, live } from './livedAdvice.ts'

const file = sharedFile('data/taiwan/UCI_Credit_Card.csv')
const leastLift = 10

function firstClients(path: string): Client[] {
  return readClients(readFileSync(path, 'utf8').split('\n', 5_001).join('\n'))
}

const people = file === null ? [] : firstClients(file)
const clientOf = (id: string) => people.find((client) => client.id === id) as Client

interface Life {
  readonly pays: 'inFull' | 'inPart'
  readonly habit: Habit
}

/** What is bought in each month, over and over, in TWD. */
const inFull = (...bought: readonly number[]): Life => ({
  pays: 'inFull',
  habit: ({ bill, month }) => {
    return { pays: bill, buys: (bought[(month - 1) % bought.length] ?? 0) * 100 }
  },
})
const revolving = (amount: number): Life => ({
  pays: 'inPart',
  habit: () => ({ pays: amount * 100, buys: amount * 100 }),
})

/** Lives of people who had followed what earlier words told them, and which those words did not rule out; in TWD. */
const lives: Readonly<Record<string, readonly Life[]>> = {
  42: [inFull(67_521), inFull(67_000, 64_000, 65_500), inFull(3_522, 7_550, 4_292, 1_481, 1_548)],
  368: [inFull(2_887), inFull(176, 26, 964, 434, 805), inFull(0)],
  3431: [inFull(3_571), inFull(2_500), revolving(400)],
  674: [inFull(0), inFull(50), inFull(300), revolving(300), revolving(50)],
  832: [inFull(0), inFull(1_000), inFull(2_000), inFull(4_000), inFull(10_000)],
}

describe.skipIf(file === null).each(['scorecard', 'forest'] as const)('%s', (family) => {
  let model: LoadedModel
  const adviceOf = ({ records, asOf }: Client): Advice => {
    const advice = adviceFor(model, records, { asOf, currency: 'TWD' })
    if (advice === null) throw new Error('no advice')
    return advice
  }
  const scoreAfter = ({ records }: Client, habit: Habit, months: number) => {
    const lived = live(records[0] as TradelineRecord, habit, months)
    const asOf = Date.UTC(2005, 8 + months, 28) / 1000
    return createExplainer(model)([lived], asOf).score?.scoreValue ?? 0
  }
  let advised: { readonly client: Client; readonly advice: Advice }[]
  beforeAll(async () => {
    model = await trainModel(people, { family, labelDefinition: 'default next month' })
    const asked = people.filter(({ id }, at) => at < 400 || id in lives)
    advised = asked.map((client) => ({ client, advice: adviceOf(client) }))
  })

  test.each(Object.keys(lives))('client %s gets what she was promised, however she pays', (id) => {
    const client = clientOf(id)
    const { plans, ageing } = adviceOf(client)
    const isOpen = (text: string) => !/down to|as you do now|a little/.test(text)
    for (const { pays, habit } of lives[id] ?? []) {
      for (const { name, months, score, text } of plans) {
        if (!isOpen(text) || (name === 'payInFull' && pays !== 'inFull')) continue
        expect(scoreAfter(client, habit, months), text).toBeGreaterThanOrEqual(score)
      }
    }
    for (const months of ageing?.score ? [ageing.months, 24] : []) {
      const got = scoreAfter(client, inFull(client.bill[0] ?? 0).habit, months)
      expect(got).toBeGreaterThanOrEqual(ageing?.score ?? 0)
    }
  })

  test('whoever pays statements as large as now in full, as words about now allow, is not let down', () => {
    const told = advised.filter(({ advice }) =>
      advice.plans.some(({ text }) => text.includes('as you do now')),
    )
    for (const { client, advice } of told) {
      for (const { months, score, text } of advice.plans) {
        if (!text.includes('as you do now')) continue
        const got = scoreAfter(client, inFull(client.bill[0] ?? 0).habit, months)
        expect(got, `${client.id}: ${text}`).toBeGreaterThanOrEqual(score)
      }
    }
    expect(told.length).toBeGreaterThan(5)
  })

  test('nobody is asked for anything that lifts by a few points, unless to the line', () => {
    for (const { advice } of advised) {
      const { score, target, plans, ageing } = advice
      const least = target?.name === 'the cut-off' ? 1 : leastLift
      for (const plan of plans) expect(plan.score - score).toBeGreaterThanOrEqual(least)
      if (ageing?.score) expect(ageing.score - score).toBeGreaterThanOrEqual(leastLift)
    }
  })

  test('of payments on time until the late months are past one figure is told', () => {
    for (const { advice } of advised) {
      const { text, ageing, plans } = advice
      const same = plans.filter((plan) => plan.name === 'onTime')
      for (const { months, score } of same) {
        if (ageing === null || ageing.score === null || months < ageing.months) continue
        expect(ageing.score).toBeLessThanOrEqual(score)
        expect(text).not.toContain('with every payment made on time until then')
      }
    }
  })

  test('no plan takes longer and asks more than another, or than time, for no higher score', () => {
    for (const { advice } of advised) {
      const { plans, ageing, target } = advice
      for (const [at, plan] of plans.entries()) {
        const quicker = plans.slice(0, at).filter(({ name }) => name === 'onTime')
        for (const { score } of quicker) expect(plan.score).toBeGreaterThan(score)
        const alone = ageing?.score ?? 0
        const isLonger = plan.name !== 'onTime' && plan.months >= (ageing?.months ?? 99)
        if (isLonger && alone >= (target?.score ?? 0)) expect(plan.score).toBeGreaterThan(alone)
      }
    }
  })

  test('nothing is called out of reach: what cannot be promised is, and never “this alone”', () => {
    for (const { advice } of advised) {
      expect(advice.text).not.toMatch(/not in reach|Nothing that we tried|This alone/)
      if (advice.outcome === 'out_of_reach' && !advice.text.includes('doing well')) {
        expect(advice.text).toContain('We cannot promise')
      }
    }
  })

  test('time adds to a short file only where every later month is higher than today', () => {
    const short = advised.filter(({ advice }) => advice.outcome === 'too_little_history')
    for (const { client, advice } of short) {
      if (!advice.text.includes('adds to it')) continue
      const now = Math.max(0, client.bill[0] ?? 0)
      for (const months of [3, 4, 5, 6, 9, 12, 15, 18, 21, 24]) {
        for (const { habit } of [inFull(0), inFull(now), revolving(now / 20)]) {
          expect(scoreAfter(client, habit, months), client.id).toBeGreaterThan(advice.score)
        }
      }
    }
    expect(short.length).toBeGreaterThan(5)
    expect(adviceOf(clientOf('39')).text).not.toContain('adds to it')
  })

  test('only who was never late, missed no payment and uses half of her limit is doing well', () => {
    for (const { client, advice } of advised) {
      if (!advice.text.includes('You are doing well; nothing')) continue
      const { bill, paid, limit } = client
      const missed = bill.slice(1).some((owed, at) => owed > 0 && paid[at] === 0)
      const used = bill.reduce((sum, owed) => sum + Math.max(0, owed), 0) / bill.length / limit
      const isLate = client.pay.some((code, at) => code >= 2 && (bill[at] ?? 0) > 0)
      expect({ id: client.id, missed, isLate }).toMatchObject({ missed: false, isLate: false })
      expect(used).toBeLessThanOrEqual(0.5)
    }
    for (const id of ['42', '45']) expect(adviceOf(clientOf(id)).text).not.toContain('doing well')
  })

  test('who always pays in full is praised', () => {
    for (const id of ['78', '29']) {
      expect(adviceOf(clientOf(id)).text).toMatch(/^You are doing well; nothing needs to change/)
    }
  })
})
