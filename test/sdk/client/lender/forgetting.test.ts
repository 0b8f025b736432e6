import type { QueryEntry } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryQueryJournal, type MemoryQueryJournal } from '../memoryQueryJournal.ts'
import { createWorld, lenderOver, newLender, prices, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

const day = 86_400

async function entryIn(journal: MemoryQueryJournal): Promise<QueryEntry> {
  const [entry] = await journal.list()
  if (entry === undefined) throw new Error('the journal is empty')
  return entry
}

/** Nothing that opens the answer, spelled in whatever way. */
function expectNothingToRead(journal: MemoryQueryJournal): void {
  const text = [...journal.bytes.values()].map((bytes) => new TextDecoder().decode(bytes)).join()
  for (const secret of [
    '"cipher"',
    '"whitener"',
    '"key"',
    '"box"',
    'oneTimeSecret',
    'sealedBody',
  ]) {
    expect(text).not.toContain(secret)
  }
}

describe('an answer that may be looked at and not kept', () => {
  test('is gone from the journal once it was handed over, but for what tells nothing of a person', async () => {
    const consent = await world.consented()
    const { client, journal } = newLender(world, { fetch: world.agencyThat().fetch })
    const asked = question(world, consent.package)
    const result = await client.query(asked)
    await client.close()
    expectNothingToRead(journal)
    const again = lenderOver(world, journal)
    const { stage, entry, result: shown, onChain } = await again.show(result.queryId)
    expect({ stage, shown }).toEqual({ stage: 'forgotten', shown: undefined })
    expect(entry.forgotten).toMatchObject({
      delivery: { legId: result.legId },
      shown: { outcome: 'hit', mode: 1, price: prices.fee },
    })
    expect(entry.forgotten?.shown?.verified).toContain('agencySignature')
    expect(onChain.settlement?.paid).toBe(prices.fee)
    await expect(again.query(asked)).rejects.toMatchObject({ code: 'query.not_kept' })
    await expect(again.receive(result.id)).rejects.toMatchObject({ code: 'query.not_kept' })
    expect(await again.resume()).toEqual([])
  })

  test('reaches everybody who asked for it at once', async () => {
    const consent = await world.consented()
    const { client, journal } = newLender(world, { fetch: world.agencyThat().fetch })
    const asked = question(world, consent.package)
    const results = await Promise.all([1, 2, 3].map(() => client.query(asked)))
    expect(results.map(({ outcome }) => outcome)).toEqual(['hit', 'hit', 'hit'])
    await client.close()
    expectNothingToRead(journal)
  })

  test('is shown again if the lender died before it said that it had it', async () => {
    const consent = await world.consented()
    const { fetch } = world.agencyThat()
    const { client, journal } = newLender(world, { fetch, forgets: 'whenTold' })
    const { response, id } = await client.query(question(world, consent.package))
    await client.close()
    const revived = lenderOver(world, createMemoryQueryJournal(journal.bytes), {
      forgets: 'whenTold',
    })
    const { result } = await revived.show(id)
    expect(result?.response).toEqual(response)
    if (result !== undefined) expect(await revived.forget(result)).toBe(true)
    expectNothingToRead(journal)
    expect((await revived.show(id)).result).toBeUndefined()
  })

  test('waits for somebody who looks, but not beyond the end of the consent', async () => {
    const consent = await world.consented()
    const { client, journal } = newLender(world, { fetch: world.agencyThat().fetch })
    const { id } = await client.request(question(world, consent.package))
    await client.resume()
    expect((await entryIn(journal)).leg.key).toBeDefined()
    world.clock.advance(8 * day)
    await client.resume()
    expectNothingToRead(journal)
    expect((await client.show(id)).entry.forgotten?.shown).toBeUndefined()
  })
})

describe('an answer that may be kept', () => {
  test('is read again and again, until its days are over', async () => {
    // The clock may be ahead of the chain by the test before.
    await world.moveBeyond(world.clock.nowSec())
    const consent = await world.consented({ mayKeep: true, dataLifeDays: 30 })
    const { client, journal } = newLender(world, { fetch: world.agencyThat().fetch })
    const { id, response } = await client.query(question(world, consent.package))
    world.clock.advance(30 * day - 60)
    await client.resume()
    expect((await client.show(id)).result?.response).toEqual(response)
    world.clock.advance(120)
    await client.resume()
    expectNothingToRead(journal)
    expect((await client.show(id)).stage).toBe('forgotten')
  })
})
