import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../sdk/wire/records/samples.ts'
import { agencyPrices, type TestAgency } from '../support/agencyNode.ts'
import { createNodeWorld, type NodeWorld } from '../support/nodeWorld.ts'

let world: NodeWorld
let a: TestAgency
let b: TestAgency
let c: TestAgency

const passport = (value: string) => ({ country: 'DE', type: 'passport', value })
const known = passport('C01X00T47')
const knownToB = passport('C01X00T48')
const unknown = passport('C01X00T49')

beforeAll(async () => {
  world = await createNodeWorld()
  ;({ a, b, c } = world.agencies)
  await a.store(known, [sampleTradeline()])
  await b.store(knownToB, [sampleTradeline()])
})
afterAll(() => world?.close())

describe('an agency node', () => {
  test('destroys at its start what may no longer be held', async () => {
    const hasPurged = () => a.logs.some((line) => line.includes('may no longer be held'))
    await expect.poll(hasPurged).toBe(true)
  })

  test('Mode 1: answers a lender from its own file and is paid', async () => {
    const alice = await world.person(known, [a])
    const before = await world.freeOf(a.address)
    const result = await world.lender.query(world.question(alice, await world.consent(alice)))
    expect(result).toMatchObject({ outcome: 'hit', mode: 1, price: agencyPrices.fee })
    expect(result.response.records).toHaveLength(1)
    expect(result.response.sources).toMatchObject([{ source: 'own', supplier: a.address }])
    await expect.poll(() => world.freeOf(a.address)).toBe(before + agencyPrices.fee)
  })

  test('Mode 1: a miss pays the miss fee', async () => {
    const nobody = await world.person(unknown, [a])
    const before = await world.freeOf(a.address)
    const result = await world.lender.query(world.question(nobody, await world.consent(nobody)))
    expect(result).toMatchObject({ outcome: 'miss', price: agencyPrices.missFee })
    await expect.poll(() => world.freeOf(a.address)).toBe(before + agencyPrices.missFee)
  })

  test('Mode 2: buys from the peer that holds the file, answers, and saves what it may', async () => {
    const bob = await world.person(knownToB, [b, c])
    const relay = { providers: 'any' as const, store: true }
    const granted = await world.consent(bob, { relay, dataLifeDays: 30 })
    const before = await Promise.all([a, b].map(({ address }) => world.freeOf(address)))
    const result = await world.lender.query(world.question(bob, granted, { mayRelay: true }))
    const price = agencyPrices.fee + agencyPrices.relayFee
    expect(result).toMatchObject({ outcome: 'hit', mode: 2, price })
    expect(result.response.sources).toMatchObject([{ source: 'trade', supplier: b.address }])
    const [aBefore = 0n, bBefore = 0n] = before
    await expect.poll(() => world.freeOf(a.address)).toBe(aBefore + price - agencyPrices.trade)
    await expect.poll(() => world.freeOf(b.address)).toBe(bBefore + agencyPrices.trade)

    const again = await world.consent(bob)
    const second = await world.lender.query(world.question(bob, again))
    expect(second).toMatchObject({ outcome: 'hit', mode: 1, price: agencyPrices.fee })
    expect(second.response.sources).toMatchObject([{ source: 'saved-trade', supplier: b.address }])
  })
})
