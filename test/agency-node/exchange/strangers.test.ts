import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Ask } from '@creditmesh/sdk/wire/messages.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { type ChainProxy, openChainProxy } from '../../support/chainProxy.ts'
import { startTestChain } from '../../support/localChain.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'
import type { TestMember } from '../../support/testNetwork.ts'

let world: NodeWorld
let proxy: ChainProxy
let stranger: TestMember

beforeAll(async () => {
  const chain = await startTestChain()
  proxy = await openChainProxy(chain.rpcUrl)
  world = await createNodeWorld({ chain, asked: { rpcUrl: proxy.url } })
  stranger = await chain.admit('another bank', { roles: memberRoles.QUERY_USER })
})
afterEach(() => proxy.release())
afterAll(async () => {
  await world?.close()
  await proxy?.close()
})

/** What every member can know of an open leg: its id, its terms and its grant are in the chain's log. */
async function openLeg(passport: string) {
  const { a } = world.agencies
  const identifier = { country: 'DE', type: 'passport', value: passport }
  await a.store(identifier, [sampleTradeline()])
  const person = await world.person(identifier, [a])
  const entry = await world.lender.request(world.question(person, await world.consent(person)))
  const { legId, terms, grant, sealedBody } = entry
  if (sealedBody === undefined) throw new Error('nothing to ask with')
  const body: Ask = { kind: 'query', terms, grant, sealedBody }
  const callAs = (member: TestMember) => () =>
    callerOf(member, a, world.chain).call(agencyRoutes.ask, { params: { legId }, body })
  return { entry, askAs: callAs }
}

describe('a member that is no party of a leg', () => {
  test('error: cannot wait for the answer that its buyer waits for', async () => {
    const { askAs } = await openLeg('C01X00T60')
    const known = await openLeg('C01X00T61')
    // So that the node has the keys of both at hand, and asks the chain for nothing but the leg.
    await Promise.all([known.askAs(world.bank)(), known.askAs(stranger)().catch(toMeshError)])
    proxy.hold('eth_call')
    const asked = askAs(world.bank)()
    await expect.poll(() => proxy.held()).toBe(1)
    await expect(askAs(stranger)()).rejects.toMatchObject({ code: 'query.not_found' })
    proxy.release()
    expect(await asked).toMatchObject({ status: 'delivered' })
  })

  test('error: is told the same of a leg that is known here and of one that is not', async () => {
    const known = await openLeg('C01X00T62')
    await known.askAs(world.bank)()
    const unknown = await openLeg('C01X00T63')
    const [one, other] = await Promise.all(
      [known, unknown].map(({ askAs }) => askAs(stranger)().catch(toMeshError)),
    )
    const told = ({ code, detail, details }: ReturnType<typeof toMeshError>) => {
      const { requestId: _, ...rest } = details
      return { code, detail, rest }
    }
    expect(told(toMeshError(one))).toEqual(told(toMeshError(other)))
  })
})
