import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import type { QueryId } from '@creditmesh/sdk/chain/ids.ts'
import type { Offer } from '@creditmesh/sdk/chain/queryStructs.ts'
import { tradeLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { AskAnswer, IdentificationBody } from '@creditmesh/sdk/wire/messages.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { TradeResponse } from '@creditmesh/sdk/wire/response.ts'
import { claimsOf } from '@creditmesh/sdk/wire/tradeContent.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SellersLeg, sellLeg } from '../../sdk/client/lender/testAgency.ts'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import {
  type CheatingPeer,
  contentSalt,
  offerFor,
  startCheatingPeer,
} from '../../support/cheatingPeer.ts'
import { createNodeWorld, type NodeWorld, type Person } from '../../support/nodeWorld.ts'

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
beforeEach(() => peer.behave({}))

const relay = { providers: 'any' as const }
let people = 0

/** Somebody whom a does not know, b and c have identified, and b may hold a file of. */
async function personElsewhere({ isOnFile = true } = {}): Promise<Person> {
  const { b, c } = world.agencies
  people += 1
  const identifier = { country: 'DE', type: 'passport', value: `C01X00T${people + 100}` }
  if (isOnFile) await b.store(identifier, [sampleTradeline()])
  return world.person(identifier, [b, c])
}

async function ask(person: Person) {
  const granted = await world.consent(person, { relay })
  return world.lender.query(world.question(person, granted, { mayRelay: true }))
}

/** The peer offers what nobody underbids, and delivers as told. */
function sellCheaply(
  records: readonly UcrRecord[],
  {
    offered = {},
    delivered = {},
  }: { offered?: Partial<Offer>; delivered?: Partial<TradeResponse> },
) {
  const { chain } = world
  let oneTimeKey = new Uint8Array(32)
  let sold: SellersLeg | undefined
  peer.behave({
    identify: async (body: IdentificationBody) => {
      oneTimeKey = body.oneTimeKey
      return offerFor(body, records, { peer, chain }, offered)
    },
    ask: async (message): Promise<AskAnswer> => {
      if (message.kind !== 'trade') throw new Error('a trade is asked for')
      const { offer } = message
      const leg = tradeLegTerms(offer, chain.typedData)
      const response: TradeResponse = {
        type: 'creditmesh/trade-response/1',
        ...{ legId: leg.legId, queryId: leg.queryId, seller: leg.seller, buyer: leg.buyer },
        ...{ outcome: 1, outcomeSalt: toHex(new Uint8Array(32).fill(5)), issuedAt: 1 },
        ...{ contentSalt, claims: claimsOf(records), records: [...records], ...delivered },
      }
      sold ??= sellLeg(leg, { response, oneTimeKey }, { seller: peer.member, chain })
      return sold.answer
    },
    receipt: async () => ({ key: sold?.key ?? '0x' }),
  })
}

const tradesOf = (queryId: QueryId) =>
  readHistory(world.chain.rpc, world.chain.deployment, {
    name: 'TradeAccepted',
    where: { queryId },
  })

describe('a peer whose offer cannot be accepted does not keep another one from selling', () => {
  const offers: [string, Partial<Offer>][] = [
    ['that has ended already', { validUntil: 1 }],
    ['of no category', { categories: 0 }],
    ['with a deadline of its own', { settleBy: 2_000_000_000 }],
    ['above the ceiling', { price: 10_000_000n }],
    ['that binds another query', { queryId: `0x${'11'.repeat(32)}` }],
  ]
  test.each(offers)('error: an offer %s', async (_, offered) => {
    const person = await personElsewhere()
    sellCheaply([sampleTradeline()], { offered })
    const result = await ask(person)
    expect(result).toMatchObject({ outcome: 'hit', mode: 2 })
    expect(result.response.sources).toMatchObject([{ supplier: world.agencies.b.address }])
  })

  test('error: a peer that never answers', async () => {
    const person = await personElsewhere()
    peer.behave({ identify: () => new Promise(() => undefined) })
    const started = performance.now()
    expect(await ask(person)).toMatchObject({ outcome: 'hit', mode: 2 })
    expect(performance.now() - started).toBeLessThan(6000)
  })

  test('error: an offer that the contract refuses', async () => {
    const person = await personElsewhere()
    const { chain } = world
    const granted = await world.consent(person, { relay })
    peer.behave({
      async identify(body) {
        const offer = offerFor(body, [sampleTradeline()], { peer, chain })
        await chain.council.send(chain.contracts.members.encode('suspend', peer.address))
        return offer
      },
    })
    try {
      const result = await world.lender.query(world.question(person, granted, { mayRelay: true }))
      expect(result).toMatchObject({ outcome: 'hit', mode: 2 })
      expect(result.response.sources).toMatchObject([{ supplier: world.agencies.b.address }])
    } finally {
      await chain.council.send(chain.contracts.members.encode('readmit', peer.address))
    }
  })
})

describe('once an offer was accepted', () => {
  const deliveries: [string, UcrRecord[], Partial<TradeResponse>][] = [
    ['a miss', [sampleTradeline()], { outcome: 2, records: [] }],
    ['older records than the person allowed', [{ ...sampleTradeline(), asOf: '2001-01-31' }], {}],
    ['other records than were offered', [sampleTradeline()], { records: [] }],
  ]
  test.each(
    deliveries,
  )('error: %s in its place is no answer to the lender, neither hit nor miss', async (_, records, delivered) => {
    const person = await personElsewhere({ isOnFile: false })
    sellCheaply(records, { delivered })
    const { lender } = world
    const granted = await world.consent(person, { relay })
    const entry = await lender.request(world.question(person, granted, { mayRelay: true }))
    await expect(lender.ask(entry.id)).rejects.toMatchObject({
      code: 'query.verification_failed',
    })
    expect(await tradesOf(entry.queryId)).toHaveLength(1)
    await expect(lender.ask(entry.id)).rejects.toMatchObject({
      code: 'query.verification_failed',
    })
  })
})
