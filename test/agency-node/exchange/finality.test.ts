import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { agencyPrices } from '../../support/agencyNode.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'

describe.each([
  ['the peers see later than the asked agency', 1, 3],
  ['the asked agency sees later than its peers', 3, 0],
])('where %s what has happened', (_, ofAsked, ofPeers) => {
  let world: NodeWorld
  const stopped = new AbortController()
  let mining: Promise<void>

  beforeAll(async () => {
    world = await createNodeWorld({
      asked: { settings: { confirmations: ofAsked } },
      peers: { settings: { confirmations: ofPeers } },
    })
    mining = mineOnAndOn()
  })
  afterAll(async () => {
    stopped.abort()
    await mining
    await world?.close()
  })

  async function mineOnAndOn(): Promise<void> {
    while (!stopped.signal.aborted) {
      await world.chain.mine()
      await wait(100)
    }
  }

  test('a relayed query is bought, answered and paid in full', async () => {
    const { a, b, c } = world.agencies
    const identifier = { country: 'DE', type: 'passport', value: 'C01X00T90' }
    await b.store(identifier, [sampleTradeline()])
    const person = await world.person(identifier, [b, c])
    const granted = await world.consent(person, { relay: { providers: 'any' } })
    const before = await world.freeOf(a.address)
    const result = await world.lender.query(world.question(person, granted, { mayRelay: true }))
    const price = agencyPrices.fee + agencyPrices.relayFee
    expect(result).toMatchObject({ outcome: 'hit', mode: 2, price })
    await expect
      .poll(() => world.freeOf(a.address), { timeout: 10_000 })
      .toBe(before + price - agencyPrices.trade)
  })
})
