import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { type ChainProxy, openChainProxy } from '../../support/chainProxy.ts'
import { startTestChain } from '../../support/localChain.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'

let world: NodeWorld
let proxy: ChainProxy

const purpose = purposes.ACCOUNT_REVIEW
const severalUses = {
  purpose,
  maxUses: 3,
  period: { uses: 3, seconds: 31 * 86_400 },
  lookbackMonths: 6,
  detail: detailBits.SCORE_ONLY | detailBits.SUMMARY,
}

beforeAll(async () => {
  const chain = await startTestChain()
  proxy = await openChainProxy(chain.rpcUrl)
  world = await createNodeWorld({ chain, asked: { rpcUrl: proxy.url } })
})
afterAll(async () => {
  await world?.close()
  await proxy?.close()
})

async function personOnFile(passport: string) {
  const { a } = world.agencies
  const identifier = { country: 'DE', type: 'passport', value: passport }
  await a.store(identifier, [sampleTradeline()])
  return world.person(identifier, [a])
}

describe('a consent that ended after the request', () => {
  test('error: a single use that was taken in time is not served after the expiry', async () => {
    const { lender, chain } = world
    const person = await personOnFile('C01X00T50')
    const expiresAt = (await chain.nowSec()) + 30
    const granted = await world.consent(person, { expiresAt })
    const entry = await lender.request(world.question(person, granted))
    await world.moveTo(expiresAt)
    await expect(lender.ask(entry.id)).rejects.toMatchObject({ code: 'consent.expired' })
  })

  test('error: a single use that was taken is not served after the withdrawal, and is refunded', async () => {
    const { lender, bank } = world
    const person = await personOnFile('C01X00T53')
    const granted = await world.consent(person)
    const before = await world.freeOf(bank.account.address)
    const entry = await lender.request(world.question(person, granted))
    await world.withdraw(person, granted)
    await expect(lender.ask(entry.id)).rejects.toMatchObject({ code: 'consent.withdrawn' })
    await world.moveBeyond(entry.terms.settleBy)
    await lender.reclaim(entry.id)
    expect(await world.freeOf(bank.account.address)).toBe(before)
  })

  test('error: a delivery that never left is not sent after the withdrawal', async () => {
    const { lender, chain, bank } = world
    const person = await personOnFile('C01X00T51')
    const granted = await world.consent(person, severalUses)
    const entry = await lender.request(world.question(person, granted, { purpose }))
    const { legId, terms, grant, sealedBody } = entry
    if (sealedBody === undefined) throw new Error('nothing to ask with')
    // The lender hangs up while the agency prepares the answer, to keep it for later.
    const caller = callerOf(bank, world.agencies.a, chain)
    proxy.hold('eth_call')
    const body = { kind: 'query', terms, grant, sealedBody } as const
    const hungUp = new AbortController()
    const abandoned = caller.call(agencyRoutes.ask, {
      ...{ params: { legId }, body },
      signal: hungUp.signal,
    })
    await expect.poll(() => proxy.held()).toBeGreaterThan(0)
    hungUp.abort()
    await abandoned.catch(toMeshError)
    proxy.release()
    const state = async () =>
      (await caller.call(agencyRoutes.legState, { params: { legId } }).catch(() => null))?.state
    await expect.poll(state).toBe('delivered')

    await world.withdraw(person, granted)
    await expect(lender.ask(entry.id)).rejects.toMatchObject({ code: 'consent.withdrawn' })
  })
})

describe('a delivery that left while the consent was alive', () => {
  test('can be receipted after the withdrawal', async () => {
    const { lender } = world
    const person = await personOnFile('C01X00T52')
    const granted = await world.consent(person, severalUses)
    const entry = await lender.request(world.question(person, granted, { purpose }))
    await lender.ask(entry.id)
    await world.withdraw(person, granted)
    expect(await lender.receive(entry.id)).toMatchObject({ verification: { keyHash: true } })
  })
})
