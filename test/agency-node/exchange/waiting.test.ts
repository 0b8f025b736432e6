import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { agencyPrices } from '../../support/agencyNode.ts'
import { type ChainProxy, openChainProxy } from '../../support/chainProxy.ts'
import { startTestChain } from '../../support/localChain.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'

let world: NodeWorld
let proxy: ChainProxy

beforeAll(async () => {
  const chain = await startTestChain()
  proxy = await openChainProxy(chain.rpcUrl)
  world = await createNodeWorld({ chain, asked: { rpcUrl: proxy.url } })
})
afterEach(() => {
  proxy.mend()
  proxy.release()
})
afterAll(async () => {
  await world?.close()
  await proxy?.close()
})

async function request(passport: string, answerWithinSec?: number) {
  const { a } = world.agencies
  const identifier = { country: 'DE', type: 'passport', value: passport }
  await a.store(identifier, [sampleTradeline()])
  const person = await world.person(identifier, [a])
  const changes = answerWithinSec === undefined ? {} : { answerWithinSec }
  const question = world.question(person, await world.consent(person), changes)
  const entry = await world.lender.request(question)
  const caller = callerOf(world.bank, a, world.chain)
  const state = async () =>
    (await caller.call(agencyRoutes.legState, { params: { legId: entry.legId } })).state
  return { entry, state }
}

describe('a settlement that the chain does not take', () => {
  test('keeps no other leg waiting', async () => {
    const { lender } = world
    const stuck = await request('C01X00T40')
    const other = await request('C01X00T41', 60)
    await lender.ask(stuck.entry.id)
    await lender.ask(other.entry.id)
    proxy.hold('eth_sendRawTransaction')
    await lender.receive(stuck.entry.id)
    await expect.poll(() => proxy.held()).toBeGreaterThan(0)
    await world.moveTo(other.entry.terms.settleBy + 1)
    await expect.poll(other.state, { timeout: 5000 }).toBe('lapsed')
    proxy.release()
    await expect.poll(stuck.state, { timeout: 10_000 }).toBe('settled')
  })

  test('keeps the node from nothing: it stops, and settles after its next start', async () => {
    const { lender, agencies } = world
    const { entry, state } = await request('C01X00T42')
    const before = await world.freeOf(agencies.a.address)
    await lender.ask(entry.id)
    proxy.hold('eth_sendRawTransaction')
    await lender.receive(entry.id)
    await expect.poll(() => proxy.held()).toBeGreaterThan(0)
    proxy.cut()
    const started = performance.now()
    await agencies.a.stop()
    expect(performance.now() - started).toBeLessThan(5000)
    proxy.release()
    proxy.mend()
    await agencies.a.restart()
    await expect.poll(state, { timeout: 10_000 }).toBe('settled')
    expect(await world.freeOf(agencies.a.address)).toBe(before + agencyPrices.fee)
  })
})
