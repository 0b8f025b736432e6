import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestAgency, type TestAgencyOptions } from './testAgency.ts'
import { answerByRelay, answerUnansweredRelay } from './testRelay.ts'
import { answerHit, createWorld, newLender, prices, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

const relay = { relay: { providers: 'any' as const } }

async function ask(answer: TestAgencyOptions['answer']) {
  const { agencyA: member, chain, clock } = world
  const agency = createTestAgency({ member, chain, clock, answer })
  const consent = await world.recordConsent(await world.person(), relay)
  const { client } = newLender(world, { fetch: agency.fetch })
  const before = await client.balance()
  const result = await client.query(question(world, consent.package, { mayRelay: true }))
  const after = await client.balance()
  return { result, cost: before.free - after.free }
}

describe('a query that may be relayed', () => {
  test('costs the surcharge when a peer supplied the data', async () => {
    const { result, cost } = await ask((query) => answerByRelay(world, query))
    expect(result).toMatchObject({ outcome: 'hit', mode: 2, problem: null })
    expect(result.price).toBe(prices.fee + prices.relayFee)
    expect(cost).toBe(result.price)
    expect(result.response.sources).toMatchObject([{ source: 'trade' }])
    expect(result.verification.chain).toMatchObject({ broadcastTx: expect.anything() })
    expect(result.verification.chain.tradeTxs).toHaveLength(1)
  })

  test('costs the direct fee when the agency had it itself', async () => {
    const { result, cost } = await ask(answerHit)
    expect(result).toMatchObject({ outcome: 'hit', mode: 1, price: prices.fee })
    expect(cost).toBe(prices.fee)
  })

  test('costs the miss fee when no peer offered, and says so', async () => {
    const { result, cost } = await ask((query) => answerUnansweredRelay(world, query))
    expect(result).toMatchObject({ outcome: 'miss', mode: 2, problem: 'relay.no_offer' })
    expect(cost).toBe(prices.missFee)
  })
})
