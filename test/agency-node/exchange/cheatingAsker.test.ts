import { openAgencyFolder } from '@creditmesh/agency-node/agencyFolder.ts'
import type { PeerFailure } from '@creditmesh/agency-node/exchange/collaborators.ts'
import type { LegDocument } from '@creditmesh/agency-node/exchange/legDocument.ts'
import type { Documents } from '@creditmesh/agency-node/store/store.ts'
import { compactSignature } from '@creditmesh/sdk/chain/compactSignature.ts'
import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { tradeLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { unpad } from '@creditmesh/sdk/crypto/padding.ts'
import { openSealed, sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import {
  type Disclosure,
  disclosureSchema,
  type IdentificationBody,
  type IdentificationCore,
  offerAnswerSchema,
} from '@creditmesh/sdk/wire/messages.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import {
  disclosureContext,
  identifyContext,
  offerContext,
} from '@creditmesh/sdk/wire/sealContexts.ts'
import {
  isSignedIdentification,
  signIdentification,
} from '@creditmesh/sdk/wire/signedIdentification.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import type { TestAgency } from '../../support/agencyNode.ts'
import { type CheatingPeer, startCheatingPeer } from '../../support/cheatingPeer.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld, type Person } from '../../support/nodeWorld.ts'
import { requestByHand } from '../../support/rawQuery.ts'

let world: NodeWorld
let asker: CheatingPeer
let holder: TestAgency

beforeAll(async () => {
  world = await createNodeWorld()
  asker = await startCheatingPeer(world.chain, 'd')
  holder = world.agencies.b
})
afterAll(async () => {
  await world?.close()
  await asker?.close()
})

let people = 0
async function personAt(holders: readonly TestAgency[], issuers: readonly TestAgency[]) {
  people += 1
  const identifier = { country: 'DE', type: 'passport', value: `C01X00T${people + 200}` }
  for (const agency of holders) await agency.store(identifier, [sampleTradeline()])
  return world.person(identifier, issuers)
}

const priceCeiling = 1_900_000n

/** A query that the cheating agency was honestly asked, and the identification that it should send. */
async function askedQuery(person: Person) {
  const { chain } = world
  const { publicKey: x25519, secretKey } = asker.member.x25519
  const { address } = asker
  const agencies = [{ address, name: 'd', keyEpoch: 1, x25519 }]
  const granted = await world.consent(person, { agencies, relay: { providers: 'any' } })
  const { grant } = granted
  const query = await requestByHand(world, { person, granted, agency: { address, x25519 } })
  const { queryId, legId, terms } = query
  const [sealed] = granted.disclosures
  const context = disclosureContext(terms.consentId, address)
  const opened = openSealed(nacl, secretKey, sealed?.sealed ?? new Uint8Array(), context)
  const disclosure: Disclosure = decodeMessage(disclosureSchema, opened)
  const nowSec = await chain.nowSec()
  const core: IdentificationCore = {
    type: 'creditmesh/identification/1',
    ...{ queryId, parentLegId: legId, asker: address, consentId: terms.consentId },
    ...{ tag: disclosure.tag, salt: toHex(nacl.randomBytes(32)), offersBy: nowSec + 60 },
    ...{ tradeReceiptBy: nowSec + 100, tradeSettleBy: nowSec + 200 },
  }
  const oneTime = nacl.boxKeyPair()
  const body: IdentificationBody = {
    ...{ core, recipient: holder.address, terms, grant, disclosure },
    ...{ categories: terms.categories, priceCeiling, oneTimeKey: oneTime.publicKey },
  }
  return { query, body, oneTime }
}

async function broadcast({ core, terms, grant, categories }: IdentificationBody): Promise<void> {
  const hash = toHex(keccak256(encodeMessage(core)))
  const sent = [hash, categories, priceCeiling, core.offersBy] as const
  const { queries } = world.chain.contracts
  const call = queries.encode('broadcast', terms, toRecordedGrant(grant), ...sent)
  await asker.member.account.send(call)
}

function identify(body: IdentificationBody, to = holder): Promise<Uint8Array> {
  const { secretKey } = asker.member.ed25519
  const encoded = encodeMessage(signIdentification(nacl, body, { keyEpoch: 1, secretKey }))
  const { queryId } = body.core
  const sealed = sealTo(nacl, to.x25519, encoded, identifyContext(queryId, to.address))
  return callerOf(asker.member, to, world.chain)
    .call(agencyRoutes.identify, { params: { queryId }, body: { sealed } })
    .then((answer) => answer.sealed)
}

function openAnswer(
  answer: Uint8Array,
  { body, oneTime }: { body: IdentificationBody; oneTime: { secretKey: Uint8Array } },
) {
  const context = offerContext(body.core.queryId, holder.address)
  return decodeMessage(
    offerAnswerSchema,
    unpad(openSealed(nacl, oneTime.secretKey, answer, context)),
  )
}

async function inStoreOf(agency: TestAgency) {
  await agency.stop()
  const opened = await openAgencyFolder(agency.folder)
  try {
    const { store } = opened
    const options = { idOf: () => '', isFinal: () => true }
    return {
      failures: await allOf(store.documents<PeerFailure>('peerFailures', options)),
      legs: await allOf(store.documents<LegDocument>('legs', options)),
    }
  } finally {
    await opened.close()
    await agency.restart()
  }
}

async function allOf<T extends object>(documents: Documents<T>): Promise<T[]> {
  const found: T[] = []
  for await (const document of documents.all()) found.push(document)
  return found
}

describe('an identification that verifies', () => {
  test('gets one offer, however often it is repeated', async () => {
    const person = await personAt([holder], [holder])
    const asked = await askedQuery(person)
    await broadcast(asked.body)
    const [answer, repeated] = await Promise.all([identify(asked.body), identify(asked.body)])
    expect(openAnswer(answer, asked).kind).toBe('offer')
    expect(repeated).toEqual(answer)
    await holder.restart()
    expect(await identify(asked.body)).toEqual(answer)
    const { legs } = await inStoreOf(holder)
    const { queryId } = asked.query
    expect(legs.filter((leg) => leg.queryId === queryId)).toHaveLength(1)
  })

  test('error: sells nobody who was erased after the offer', async () => {
    const person = await personAt([holder], [holder])
    const asked = await askedQuery(person)
    await broadcast(asked.body)
    const opened = openAnswer(await identify(asked.body), asked)
    if (opened.kind !== 'offer') throw new Error('an offer')
    const { offer, signature } = opened
    const { terms, grant } = asked.body
    const { queries } = world.chain.contracts
    const accepted = [
      terms,
      toRecordedGrant(grant),
      offer,
      compactSignature(signature),
      [],
    ] as const
    await world.chain.fund(asker.member.account, offer.price)
    await asker.member.account.send(queries.encode('trade', ...accepted))
    await holder.command('subject.erase', { identifier: person.identifier })
    const legId = tradeLegTerms(offer, world.chain.typedData).legId
    const caller = callerOf(asker.member, holder, world.chain)
    const buying = caller.call(agencyRoutes.ask, {
      params: { legId },
      body: { kind: 'trade', offer },
    })
    await expect(buying).rejects.toMatchObject({ code: 'query.refused' })
  })

  test('is answered in the same size, whether the person is on file or not', async () => {
    const known = await askedQuery(await personAt([holder], [holder]))
    const unknown = await askedQuery(await personAt([], [holder]))
    const [offer, decline] = await Promise.all(
      [known, unknown].map(async ({ body }) => {
        await broadcast(body)
        return identify(body)
      }),
    )
    expect(openAnswer(offer ?? new Uint8Array(), known).kind).toBe('offer')
    expect(openAnswer(decline ?? new Uint8Array(), unknown).kind).toBe('decline')
    expect(decline).toHaveLength(offer?.length ?? 0)
  })

  test('is declined as for nobody while a changed root waits', async () => {
    const { a, c } = world.agencies
    const identifier = { country: 'DE', type: 'passport', value: 'C01X00T77' }
    await holder.store(identifier, [sampleTradeline()])
    await world.person(identifier, [holder])
    const impostor = await world.person(identifier, [a, c])
    const asked = await askedQuery(impostor)
    await broadcast(asked.body)
    expect(openAnswer(await identify(asked.body), asked).kind).toBe('decline')
    expect(holder.logs.join('')).toContain('a changed root waits')
  })

  test('leaves nothing with an agency that has no file of the person', async () => {
    const { a, c } = world.agencies
    const asked = await askedQuery(await personAt([], [a, c]))
    await broadcast(asked.body)
    expect(openAnswer(await identify(asked.body), asked).kind).toBe('decline')
    await holder.stop()
    const opened = await openAgencyFolder(holder.folder)
    const tag = Uint8Array.from(Buffer.from(asked.body.core.tag.slice(2), 'hex'))
    expect(await opened.store.enrolments.get(tag)).toBeNull()
    await opened.close()
    await holder.restart()
  })
})

describe('error: an identification that does not verify is refused, nothing is looked up, and its signature is kept', () => {
  const cheats: [string, (body: IdentificationBody) => IdentificationBody, string][] = [
    [
      'a person of another consent',
      (body) => ({
        ...body,
        core: { ...body.core, tag: `0x${'11'.repeat(32)}` },
        disclosure: { ...body.disclosure, tag: `0x${'11'.repeat(32)}` },
      }),
      'commitment',
    ],
    [
      'a salt that opens another commitment',
      (body) => ({
        ...body,
        disclosure: { ...body.disclosure, commitSalt: `0x${'22'.repeat(32)}` },
      }),
      'commitment',
    ],
    [
      'a link of another key',
      (body) => ({
        ...body,
        disclosure: {
          ...body.disclosure,
          link: { ...body.disclosure.link, consentKey: asker.address },
        },
      }),
      'link_key',
    ],
    ['another price than was broadcast', (body) => ({ ...body, priceCeiling: 1n }), 'broadcast'],
    [
      'more time for offers than was broadcast',
      (body) => ({ ...body, core: { ...body.core, offersBy: body.core.offersBy + 1 } }),
      'broadcast',
    ],
    ['more than was asked for', (body) => ({ ...body, categories: 0x7ff }), 'categories'],
    ['a message to another peer', (body) => ({ ...body, recipient: asker.address }), 'recipient'],
    [
      'another agency as the asker',
      (body) => ({ ...body, core: { ...body.core, asker: holder.address } }),
      'asker',
    ],
    [
      'a wider grant than was signed',
      (body) => ({ ...body, grant: { ...body.grant, lookbackMonths: 999 } }),
      'grant_hash',
    ],
  ]

  test.each(cheats)('%s', async (_, cheat, check) => {
    const { body } = await askedQuery(await personAt([holder], [holder]))
    // Where the hash on chain is not the point, it is of what will be sent.
    await broadcast(check === 'broadcast' ? body : { ...body, core: cheat(body).core })
    const sent = cheat(body)
    await expect(identify(sent)).rejects.toMatchObject({
      code: 'relay.evidence_invalid',
      details: { check },
    })
    const { failures, legs } = await inStoreOf(holder)
    const { queryId } = body.core
    const kept = failures.find((failure) => failure.queryId === queryId)
    expect(kept).toMatchObject({ check, keyEpoch: 1 })
    const { publicKey } = asker.member.ed25519
    expect(kept && isSignedIdentification(nacl, kept, publicKey)).toBe(true)
    expect(legs.filter((leg) => leg.queryId === queryId)).toEqual([])
  })

  test('a second one for the same leg', async () => {
    const { body } = await askedQuery(await personAt([holder], [holder]))
    await broadcast(body)
    await identify(body)
    const other = { ...body, oneTimeKey: nacl.boxKeyPair().publicKey }
    await expect(identify(other)).rejects.toMatchObject({
      code: 'relay.evidence_invalid',
      details: { check: 'repetition' },
    })
  })

  test('one that was never broadcast, which is no evidence: it may come', async () => {
    const { body } = await askedQuery(await personAt([holder], [holder]))
    await expect(identify(body)).rejects.toMatchObject({ code: 'query.not_final' })
  })
})
