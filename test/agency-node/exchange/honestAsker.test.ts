import { openAgencyFolder } from '@creditmesh/agency-node/agencyFolder.ts'
import type { PeerFailure } from '@creditmesh/agency-node/exchange/collaborators.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { openSealed, sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import { type ConsentPackage, disclosureSchema } from '@creditmesh/sdk/wire/messages.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { disclosureContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import type { TestAgency } from '../../support/agencyNode.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'
import { type RawQuery, requestByHand } from '../../support/rawQuery.ts'
import type { TestMember } from '../../support/testNetwork.ts'

let world: NodeWorld
let confidant: TestMember

beforeAll(async () => {
  world = await createNodeWorld()
  confidant = await world.chain.admit('confidant', { roles: memberRoles.QUERY_USER })
})
afterAll(() => world?.close())

const relay = { providers: 'any' as const }

async function personAt(holder: TestAgency, issuers: readonly TestAgency[], value: string) {
  const identifier = { country: 'DE', type: 'passport', value }
  await holder.store(identifier, [sampleTradeline()])
  return world.person(identifier, issuers)
}

async function answerTo({ legId, ask }: RawQuery) {
  const caller = callerOf(world.bank, world.agencies.a, world.chain)
  const call = () => caller.call(agencyRoutes.ask, { params: { legId }, body: ask })
  await expect.poll(async () => (await call()).status, { timeout: 15_000 }).toBe('delivered')
}

/** What an agency holds against its peers. */
async function failuresKeptBy(agency: TestAgency): Promise<PeerFailure[]> {
  await agency.stop()
  const opened = await openAgencyFolder(agency.folder)
  const options = { idOf: () => '', isFinal: () => true }
  const found: PeerFailure[] = []
  const documents = opened.store.documents<PeerFailure>('peerFailures', options)
  for await (const failure of documents.all()) found.push(failure)
  await opened.close()
  await agency.restart()
  return found
}

const tradesOf = ({ queryId }: RawQuery) =>
  readHistory(world.chain.rpc, world.chain.deployment, {
    name: 'TradeAccepted',
    where: { queryId },
  })

describe('an honest agency cannot be made to look like a cheat', () => {
  test('error: by two legs under one query id', async () => {
    const { a, b, c } = world.agencies
    const person = await personAt(b, [b, c], 'C01X00T20')
    const severalUses = { maxUses: 3, period: { uses: 3, seconds: 31 * 86_400 }, attempts: 8 }
    const purpose = purposes.ACCOUNT_REVIEW
    const detail = 3
    const request = { ...severalUses, purpose, detail, lookbackMonths: 6, relay }
    const granted = await world.consent(person, request)
    const first = await requestByHand(world, { person, granted, agency: a })
    const changes = { settleBy: first.terms.settleBy + 1 }
    const second = await requestByHand(world, {
      ...{ person, granted, agency: a, changes, bodyOf: first },
    })
    expect(second.queryId).toBe(first.queryId)
    expect(second.legId).not.toBe(first.legId)
    await answerTo(first)
    await answerTo(second)
    expect(await failuresKeptBy(b)).toEqual([])
  })

  test('error: by a person for whom it alone vouches: it tells nobody of her', async () => {
    const { a, b } = world.agencies
    const person = await personAt(b, [a], 'C01X00T21')
    const granted = await world.consent(person, { relay })
    const result = await world.lender.query(world.question(person, granted, { mayRelay: true }))
    expect(result).toMatchObject({ outcome: 'miss', mode: 1 })
    expect(await failuresKeptBy(b)).toEqual([])
  })

  test('error: by a credential about somebody else among the good ones', async () => {
    const { a, b, c } = world.agencies
    const person = await personAt(b, [a, b, c], 'C01X00T22')
    const recipients = [a, { ...confidant.account, x25519: confidant.x25519.publicKey }]
    const agencies = recipients.map(({ address, x25519 }) => ({
      ...{ address, x25519, name: 'agency', keyEpoch: 1 },
    }))
    const granted = await world.consent(person, { agencies, scope: 'any', relay })
    const query = await requestByHand(world, {
      ...{ person, agency: a, granted: withStrangeCredential(granted) },
    })
    await answerTo(query)
    expect(await tradesOf(query)).toHaveLength(1)
    expect(await failuresKeptBy(b)).toEqual([])
  })
})

/** The person herself writes one credential more into what she seals to agency a. */
function withStrangeCredential(granted: ConsentPackage): ConsentPackage {
  const { a } = world.agencies
  const consentId = world.chain.typedData.consentGrant.hash(granted.grant)
  const [toA, toConfidant] = granted.disclosures
  if (toA === undefined || toConfidant === undefined) throw new Error('two disclosures')
  const context = disclosureContext(consentId, confidant.account.address)
  const opened = openSealed(nacl, confidant.x25519.secretKey, toConfidant.sealed, context)
  const disclosure = decodeMessage(disclosureSchema, opened)
  const [first, ...others] = disclosure.credentials
  if (first === undefined) throw new Error('a credential')
  const strange = { ...first, tag: `0x${'11'.repeat(32)}` as const }
  const encoded = encodeMessage({ ...disclosure, credentials: [strange, first, ...others] })
  const sealed = sealTo(nacl, a.x25519, encoded, disclosureContext(consentId, a.address))
  return { ...granted, disclosures: [{ ...toA, sealed }] }
}
