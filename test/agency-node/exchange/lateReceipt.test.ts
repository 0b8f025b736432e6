import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { ReceiptBody } from '@creditmesh/sdk/wire/messages.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
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
afterAll(async () => {
  proxy.release()
  await world?.close()
  await proxy?.close()
})

/** A delivered leg, and the receipt that its lender could send. */
async function deliveredLeg(passport: string) {
  const { lender, chain, bank } = world
  const { a } = world.agencies
  const identifier = { country: 'DE', type: 'passport', value: passport }
  await a.store(identifier, [sampleTradeline()])
  const person = await world.person(identifier, [a])
  const entry = await lender.request(world.question(person, await world.consent(person)))
  const { leg } = await lender.ask(entry.id)
  if (leg.delivered === undefined) throw new Error('not delivered')
  const { delivery, deliveryHash } = leg.delivered
  const receipt = { ...delivery, deliveryHash }
  const body: ReceiptBody = {
    deliveryHash,
    signature: chain.typedData.receipt.sign(receipt, bank.account.secretKey),
  }
  const { legId, terms } = entry
  const caller = callerOf(bank, a, chain)
  const send = () => caller.call(agencyRoutes.receipt, { params: { legId }, body })
  const nodeTime = async () => (await caller.call(agencyRoutes.status, { params: {} })).blockTime
  const moveTo = async (sec: number) => {
    await world.moveTo(sec)
    await expect.poll(nodeTime).toBe(sec)
  }
  return { terms, send, moveTo }
}

describe('a receipt near the end of its leg', () => {
  test('error: gives no key when the settlement came too late, however often it is sent', async () => {
    const { terms, send, moveTo } = await deliveredLeg('C01X00T47')
    await moveTo(terms.settleBy - 1)
    proxy.hold('eth_sendRawTransaction')
    const first = send().catch(toMeshError)
    await expect.poll(() => proxy.held()).toBe(1)
    await world.moveBeyond(terms.settleBy)
    proxy.release()
    expect(await first).toMatchObject({ code: 'query.lapsed' })
    const sent = proxy.count('eth_sendRawTransaction')
    for (let i = 0; i < 3; i += 1) {
      await expect(send()).rejects.toMatchObject({ code: 'query.lapsed' })
    }
    // Nor is gas wasted on a leg that can settle no more.
    expect(proxy.count('eth_sendRawTransaction')).toBe(sent)
  })

  test('gives the key once the chain has the settlement', async () => {
    const { terms, send, moveTo } = await deliveredLeg('C01X00T48')
    await moveTo(terms.settleBy - 1)
    const { key } = await send()
    expect(await world.chain.views.legOfQuery(terms)).toMatchObject({ state: 'SETTLED' })
    expect(await send()).toEqual({ key })
  })
})
