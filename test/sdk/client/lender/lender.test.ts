import { requireFound } from '@creditmesh/sdk/client/lender/queryResult.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../wire/records/samples.ts'
import {
  answerMiss,
  createWorld,
  newLender,
  prices,
  question,
  recipient,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

describe('a lender', () => {
  test('gets a verified hit and pays its fee', async () => {
    const consent = await world.consented()
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    const before = await world.balance()
    const result = await client.query(question(world, consent.package))
    expect(result).toMatchObject({ outcome: 'hit', mode: 1, price: prices.fee, problem: null })
    expect(requireFound(result).response.records).toEqual([sampleTradeline()])
    expect(result.verification).toMatchObject({
      keyHash: true,
      agencySignature: true,
      schema: true,
    })
    expect(result.verification.chain.requestBlock).toBeGreaterThan(0)
    const after = await world.balance()
    expect(after).toEqual({ free: before.free - prices.fee, escrowed: 0n, vesting: 0n })
  })

  test('gets a miss as a good answer, pays the miss fee and has the rest back', async () => {
    const consent = await world.consented()
    const { client } = newLender(world, { fetch: world.agencyThat({ answer: answerMiss }).fetch })
    const before = await world.balance()
    const result = await client.query(question(world, consent.package))
    expect(result).toMatchObject({
      outcome: 'miss',
      price: prices.missFee,
      problem: 'record.none_found',
    })
    expect(() => requireFound(result)).toThrow('record.none_found')
    expect((await world.balance()).free).toBe(before.free - prices.missFee)
  })

  test('knows beforehand what a question costs', async () => {
    const { client } = newLender(world)
    const asked = { agency: world.agencyA.account.address, categories: ['tradeline'] as const }
    expect(await client.estimate(asked)).toMatchObject({
      escrow: prices.fee,
      missFee: prices.missFee,
    })
    const relayed = await client.estimate({ ...asked, mayRelay: true })
    expect(relayed.escrow).toBe(prices.fee + prices.relayFee)
  })

  test('asks an agency of a list with the proof that it is listed', async () => {
    const { agencyA, agencyB } = world
    const agencies = [recipient(agencyA, 'A'), recipient(agencyB, 'B')]
    const consent = await world.consented({ agencies })
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    expect((await client.query(question(world, consent.package))).outcome).toBe('hit')
  })

  test('moves money in and out of the ledger with one signature each', async () => {
    const { chain, lender } = world
    const { client } = newLender(world)
    await chain.council.send(chain.contracts.token.encode('mint', lender.account.address, 500n))
    const before = await client.balance()
    await client.deposit(500n)
    expect(await client.balance()).toMatchObject({ free: before.free + 500n, tokens: 0n })
    await client.withdraw(200n)
    expect(await client.balance()).toMatchObject({ free: before.free + 300n, tokens: 200n })
    await client.deposit(200n)
  })

  test('keeps no identifier in its journal', async () => {
    const consent = await world.consented()
    const { client, journal } = newLender(world, {
      fetch: world.agencyThat({ settles: false }).fetch,
    })
    const identifier = { country: 'TW', type: 'national-id', value: 'A123456789' }
    const { id } = await client.request(question(world, consent.package, { identifier }))
    const text = new TextDecoder().decode(journal.bytes.get(id))
    expect(text).not.toContain('A123456789')
  })

  test('error: goes no further than its ceilings', async () => {
    const consent = await world.consented()
    const { client, journal } = newLender(world)
    for (const kind of ['fee', 'missFee'] as const) {
      const asking = client.query(
        question(world, consent.package, { ceilings: { [kind]: prices[kind] - 1n } }),
      )
      await expect(asking).rejects.toMatchObject({ code: 'payment.ceiling_exceeded' })
    }
    expect(journal.bytes.size).toBe(0)
  })
})
