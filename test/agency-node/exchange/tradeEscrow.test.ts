import { setTimeout as wait } from 'node:timers/promises'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import {
  type CheatingPeer,
  offerFor,
  type PeerConduct,
  startCheatingPeer,
} from '../../support/cheatingPeer.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'

let world: NodeWorld
let peer: CheatingPeer

beforeAll(async () => {
  world = await createNodeWorld()
  peer = await startCheatingPeer(world.chain, 'd')
})
afterAll(async () => {
  await world?.close()
  await peer?.close()
})

const price = 500_000n
const conducts: [string, PeerConduct['ask']][] = [
  ['refuses', undefined],
  ['puts off', async () => ({ status: 'pending', retryAfterMs: 50 })],
  [
    'keeps waiting',
    async () => wait(60_000, { status: 'pending', retryAfterMs: 0 }, { ref: false }),
  ],
]

describe.each(conducts)('an accepted offer whose seller %s the buyer', (name, ask) => {
  test.each([
    ['', false],
    [', the agency having stopped meanwhile', true],
  ])('costs nothing in the end%s', async (_, isRestarted) => {
    const { lender, agencies, chain } = world
    const { a, b, c } = agencies
    const before = await Promise.all([world.freeOf(a.address), world.freeOf(lender.account)])
    const value = `C01${name.length}X${isRestarted ? 1 : 0}`
    const person = await world.person({ country: 'DE', type: 'passport', value }, [b, c])
    const granted = await world.consent(person, { relay: { providers: 'any' } })
    peer.behave({
      identify: async (body) => offerFor(body, [sampleTradeline()], { peer, chain }, { price }),
      ...(ask && { ask }),
    })
    const entry = await lender.request(world.question(person, granted, { mayRelay: true }))
    const asked = lender.ask(entry.id).catch(toMeshError)
    const trades = () =>
      readHistory(chain.rpc, chain.deployment, {
        name: 'TradeAccepted',
        where: { queryId: entry.queryId },
      })
    await expect.poll(trades).toHaveLength(1)
    if (isRestarted) await a.stop()
    await world.moveBeyond(entry.terms.settleBy)
    if (isRestarted) await a.restart()
    await asked
    await lender.reclaim(entry.id)
    const free = () => Promise.all([world.freeOf(a.address), world.freeOf(lender.account)])
    await expect.poll(free, { timeout: 15_000 }).toEqual(before)
  })
})
