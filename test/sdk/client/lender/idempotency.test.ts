import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryQueryJournal } from '../memoryQueryJournal.ts'
import { createWorld, lenderOver, newLender, prices, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

// A person who lets the lender keep her answer: it can be read again.
const kept = { mayKeep: true, dataLifeDays: 30 }

describe('one idempotency key', () => {
  test('is one query and one payment, one after another or at once', async () => {
    const consent = await world.consented(kept)
    const agency = world.agencyThat()
    const { client } = newLender(world, { fetch: agency.fetch })
    const before = await world.balance()
    const asked = question(world, consent.package)
    const results = await Promise.all([
      client.query(asked),
      client.query(asked),
      client.query(asked),
    ])
    results.push(await client.query(asked))
    expect(new Set(results.map(({ legId }) => legId)).size).toBe(1)
    expect((await world.balance()).free).toBe(before.free - prices.fee)
    expect(agency.requests).toHaveLength(2) // one ask, one receipt
  })

  test('is the same query for a lender that restarted', async () => {
    const consent = await world.consented(kept)
    const { fetch } = world.agencyThat()
    const { client, journal } = newLender(world, { fetch })
    const asked = question(world, consent.package)
    const first = await client.query(asked)
    const before = await world.balance()
    const again = await lenderOver(world, createMemoryQueryJournal(journal.bytes), { fetch }).query(
      asked,
    )
    expect(again.response).toEqual(first.response)
    expect(await world.balance()).toEqual(before)
  })

  test('is one query for two processes that share a journal', async () => {
    const consent = await world.consented(kept)
    const { fetch } = world.agencyThat()
    const bytes = new Map<string, Uint8Array>()
    const clients = [1, 2].map(() => lenderOver(world, createMemoryQueryJournal(bytes), { fetch }))
    const before = await world.balance()
    const asked = question(world, consent.package)
    const results = await Promise.all(clients.map((client) => client.query(asked)))
    expect(new Set(results.map(({ legId }) => legId)).size).toBe(1)
    expect((await world.balance()).free).toBe(before.free - prices.fee)
  })

  test.each([
    ['another person', { identifier: { country: 'TW', type: 'uci-client', value: '4712' } }],
    ['other categories', { categories: ['publicRecord'] as const }],
    ['another ceiling', { ceilings: { fee: 5_000_000n } }],
  ])('error: is not taken for %s', async (_, fields) => {
    const consent = await world.consented(kept)
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    await client.query(question(world, consent.package))
    const asking = client.query(question(world, consent.package, fields))
    await expect(asking).rejects.toMatchObject({ code: 'idempotency.conflict' })
  })

  test('spelled differently, the same question is no conflict', async () => {
    const consent = await world.consented(kept)
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    await client.query(question(world, consent.package))
    const identifier = { country: 'tw', type: 'UCI-client', value: '47-11 ' }
    expect((await client.query(question(world, consent.package, { identifier }))).outcome).toBe(
      'hit',
    )
  })
})

describe('many queries at once', () => {
  test('share one lane of nonces', async () => {
    const consents = []
    for (let i = 0; i < 8; i += 1) consents.push(await world.consented())
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    const before = await world.balance()
    const results = await Promise.all(consents.map((c) => client.query(question(world, c.package))))
    expect(new Set(results.map(({ queryId }) => queryId)).size).toBe(8)
    expect((await world.balance()).free).toBe(before.free - 8n * prices.fee)
  })

  test('survive another program that uses the same account', async () => {
    const [a, b] = [await world.consented(), await world.consented()]
    const { fetch } = world.agencyThat()
    const first = newLender(world, { fetch }).client
    const second = newLender(world, { fetch }).client
    await first.balance()
    await first.query(question(world, a.package))
    await second.query(question(world, b.package)) // takes the nonce that the first would use next
    const c = await world.consented()
    expect((await first.query(question(world, c.package))).outcome).toBe('hit')
  })
})
