import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { accountNonceOf, consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { requireFound } from '@creditmesh/sdk/client/lender/queryResult.ts'
import { signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../wire/records/samples.ts'
import { createMemoryQueryJournal } from '../memoryQueryJournal.ts'
import { createTestAgency, type TestAgencyOptions } from './testAgency.ts'
import {
  answerHit,
  answerMiss,
  createWorld,
  lenderOver,
  newLender,
  prices,
  question,
  recipient,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

function agencyThat(options: Partial<TestAgencyOptions> = {}) {
  const { agencyA: member, chain, clock } = world
  return createTestAgency({ member, chain, clock, answer: answerHit, ...options })
}

async function consented(request = {}) {
  const wallet = await world.person()
  return { wallet, ...(await world.recordConsent(wallet, request)) }
}

const balanceOf = async () => world.chain.views.balanceOf(world.lender.account.address)

describe('a lender', () => {
  test('gets a verified hit and pays its fee', async () => {
    const consent = await consented()
    const { client } = newLender(world, { fetch: agencyThat().fetch })
    const before = await balanceOf()
    const result = await client.query(question(world, consent.package))
    expect(result).toMatchObject({ outcome: 'hit', mode: 1, price: prices.fee, problem: null })
    expect(requireFound(result).response.records).toEqual([sampleTradeline()])
    expect(result.verification).toMatchObject({
      keyHash: true,
      agencySignature: true,
      schema: true,
    })
    expect(result.verification.chain.requestBlock).toBeGreaterThan(0)
    const after = await balanceOf()
    expect(after).toEqual({ free: before.free - prices.fee, escrowed: 0n, vesting: 0n })
  })

  test('gets a miss as a good answer, pays the miss fee and has the rest back', async () => {
    const consent = await consented()
    const { client } = newLender(world, { fetch: agencyThat({ answer: answerMiss }).fetch })
    const before = await balanceOf()
    const result = await client.query(question(world, consent.package))
    expect(result).toMatchObject({
      outcome: 'miss',
      price: prices.missFee,
      problem: 'record.none_found',
    })
    expect(() => requireFound(result)).toThrow('record.none_found')
    expect((await balanceOf()).free).toBe(before.free - prices.missFee)
  })

  test('knows beforehand what a question costs', async () => {
    const { client } = newLender(world)
    const asked = { agency: world.agencyA.account.address, categories: ['tradeline'] as const }
    expect(await client.estimate(asked)).toMatchObject({
      escrow: prices.fee,
      missFee: prices.missFee,
    })
    const relayed = await client.estimate({ ...asked, mayRelay: true })
    expect(relayed.escrow).toBe(prices.fee + prices.relayFee)
  })

  test('asks an agency of a list with the proof that it is listed', async () => {
    const { agencyA, agencyB } = world
    const agencies = [recipient(agencyA, 'A'), recipient(agencyB, 'B')]
    const consent = await consented({ agencies })
    const { client } = newLender(world, { fetch: agencyThat().fetch })
    expect((await client.query(question(world, consent.package))).outcome).toBe('hit')
  })

  test('moves money in and out of the ledger with one signature each', async () => {
    const { chain, lender } = world
    const { client } = newLender(world)
    await chain.council.send(chain.contracts.token.encode('mint', lender.account.address, 500n))
    const before = await client.balance()
    await client.deposit(500n)
    expect(await client.balance()).toMatchObject({ free: before.free + 500n, tokens: 0n })
    await client.withdraw(200n)
    expect(await client.balance()).toMatchObject({ free: before.free + 300n, tokens: 200n })
    await client.deposit(200n)
  })

  test('keeps no identifier in its journal', async () => {
    const consent = await consented()
    const { client, journal } = newLender(world, { fetch: agencyThat({ settles: false }).fetch })
    const identifier = { country: 'TW', type: 'national-id', value: 'A123456789' }
    const { id } = await client.request(question(world, consent.package, { identifier }))
    const text = new TextDecoder().decode(journal.bytes.get(id))
    expect(text).not.toContain('A123456789')
  })

  test('error: goes no further than its ceilings', async () => {
    const consent = await consented()
    const { client, journal } = newLender(world)
    for (const kind of ['fee', 'missFee'] as const) {
      const asking = client.query(
        question(world, consent.package, { ceilings: { [kind]: prices[kind] - 1n } }),
      )
      await expect(asking).rejects.toMatchObject({ code: 'payment.ceiling_exceeded' })
    }
    expect(journal.bytes.size).toBe(0)
  })
})

describe('error: a lender cannot ask', () => {
  test.each([
    ['for another purpose', { purpose: 2 }, 'consent.purpose_mismatch'],
    ['for another category', { categories: ['postpaid'] as const }, 'consent.scope_exceeded'],
    ['for a relay that was not allowed', { mayRelay: true }, 'relay.not_permitted'],
    ['without a key', { idempotencyKey: '' }, 'input.invalid'],
    [
      'about a malformed identifier',
      { identifier: { country: 'X', type: 'a', value: '1' } },
      'input.invalid',
    ],
  ])('%s', async (_, fields, code) => {
    const consent = await consented()
    const { client, journal } = newLender(world)
    const asking = client.query(question(world, consent.package, fields))
    await expect(asking).rejects.toMatchObject({ code })
    expect(journal.bytes.size).toBe(0)
  })

  test('an agency that the person disclosed nothing to', async () => {
    const consent = await consented({ scope: 'any' })
    const { client } = newLender(world)
    const agency = world.agencyB.account.address
    const asking = client.query(question(world, consent.package, { agency }))
    await expect(asking).rejects.toMatchObject({ code: 'consent.scope_exceeded' })
  })

  test('under a consent of another lender', async () => {
    const grantee = { address: world.agencyB.account.address, name: 'other' }
    const consent = await consented({ grantee })
    const asking = newLender(world).client.query(question(world, consent.package))
    await expect(asking).rejects.toMatchObject({ code: 'consent.scope_exceeded' })
  })

  test('after a withdrawal: the contract refuses, nothing is paid', async () => {
    const { wallet, grant, package: pack } = await consented()
    const consentId = consentIdOf(grant)
    const { deadline, seq, signature } = signAction(wallet, consentId, {
      action: 'withdraw',
      seq: 1,
    })
    const recorded = toRecordedGrant(grant)
    const call = world.chain.contracts.consents.encode(
      'withdraw',
      recorded,
      seq,
      deadline,
      signature,
    )
    await world.relayer.send(call)
    const before = await balanceOf()
    const agency = agencyThat()
    const { client } = newLender(world, { fetch: agency.fetch })
    const asking = client.query(question(world, pack))
    await expect(asking).rejects.toMatchObject({ code: 'consent.withdrawn' })
    expect([await balanceOf(), agency.requests]).toEqual([before, []])
    const shown = await client.show(accountNonceOf(grant.nonce))
    expect(shown).toMatchObject({
      stage: 'refused',
      entry: { ending: { code: 'consent.withdrawn' } },
    })
  })

  test('with more than its balance', async () => {
    const consent = await consented()
    const { client } = newLender(world, { fetch: agencyThat().fetch })
    const { free } = await client.balance()
    await client.withdraw(free)
    const asking = client.query(question(world, consent.package))
    await expect(asking).rejects.toMatchObject({ code: 'payment.insufficient' })
    await client.deposit(free)
    // Nothing was paid under this key, so it may be used again.
    expect((await client.query(question(world, consent.package))).outcome).toBe('hit')
  })
})

describe('one idempotency key', () => {
  test('is one query and one payment, one after another or at once', async () => {
    const consent = await consented()
    const agency = agencyThat()
    const { client } = newLender(world, { fetch: agency.fetch })
    const before = await balanceOf()
    const asked = question(world, consent.package)
    const results = await Promise.all([
      client.query(asked),
      client.query(asked),
      client.query(asked),
    ])
    results.push(await client.query(asked))
    expect(new Set(results.map(({ legId }) => legId)).size).toBe(1)
    expect((await balanceOf()).free).toBe(before.free - prices.fee)
    expect(agency.requests).toHaveLength(2) // one ask, one receipt
  })

  test('is the same query for a lender that restarted', async () => {
    const consent = await consented()
    const { fetch } = agencyThat()
    const { client, journal } = newLender(world, { fetch })
    const asked = question(world, consent.package)
    const first = await client.query(asked)
    const before = await balanceOf()
    const again = await lenderOver(world, createMemoryQueryJournal(journal.bytes), { fetch }).query(
      asked,
    )
    expect(again.response).toEqual(first.response)
    expect(await balanceOf()).toEqual(before)
  })

  test.each([
    ['another person', { identifier: { country: 'TW', type: 'uci-client', value: '4712' } }],
    ['other categories', { categories: ['publicRecord'] as const }],
    ['another ceiling', { ceilings: { fee: 5_000_000n } }],
  ])('error: is not taken for %s', async (_, fields) => {
    const consent = await consented()
    const { client } = newLender(world, { fetch: agencyThat().fetch })
    await client.query(question(world, consent.package))
    const asking = client.query(question(world, consent.package, fields))
    await expect(asking).rejects.toMatchObject({ code: 'idempotency.conflict' })
  })

  test('spelled differently, the same question is no conflict', async () => {
    const consent = await consented()
    const { client } = newLender(world, { fetch: agencyThat().fetch })
    await client.query(question(world, consent.package))
    const identifier = { country: 'tw', type: 'UCI-client', value: '47-11 ' }
    expect((await client.query(question(world, consent.package, { identifier }))).outcome).toBe(
      'hit',
    )
  })
})

describe('many queries at once', () => {
  test('share one lane of nonces', async () => {
    const consents = []
    for (let i = 0; i < 8; i += 1) consents.push(await consented())
    const { client } = newLender(world, { fetch: agencyThat().fetch })
    const before = await balanceOf()
    const results = await Promise.all(consents.map((c) => client.query(question(world, c.package))))
    expect(new Set(results.map(({ queryId }) => queryId)).size).toBe(8)
    expect((await balanceOf()).free).toBe(before.free - 8n * prices.fee)
  })

  test('survive another program that uses the same account', async () => {
    const [a, b] = [await consented(), await consented()]
    const { fetch } = agencyThat()
    const first = newLender(world, { fetch }).client
    const second = newLender(world, { fetch }).client
    await first.balance()
    await first.query(question(world, a.package))
    await second.query(question(world, b.package)) // takes the nonce that the first would use next
    const c = await consented()
    expect((await first.query(question(world, c.package))).outcome).toBe('hit')
  })
})

describe('a lender that stops after the delivery', () => {
  test('cannot read, and is refunded once the leg has lapsed', async () => {
    const consent = await consented()
    const agency = agencyThat()
    const { client } = newLender(world, { fetch: agency.fetch })
    const before = await balanceOf()
    const { id } = await client.request(question(world, consent.package, { answerWithinSec: 60 }))
    const { terms } = await client.ask(id)
    expect((await balanceOf()).escrowed).toBe(before.escrowed + prices.fee)
    expect(await client.show(id)).toMatchObject({ stage: 'delivered' })
    expect(agency.requests.some((request) => request.startsWith('receipt'))).toBe(false)
    await expect(client.reclaim(id)).rejects.toMatchObject({ code: 'query.not_lapsed' })

    await world.moveBeyond(terms.settleBy)
    await client.reclaim(id)
    expect(await balanceOf()).toEqual(before)
    expect(await client.show(id)).toMatchObject({
      stage: 'refunded',
      onChain: { isReclaimed: true },
    })
    const again = client.query(question(world, consent.package, { answerWithinSec: 60 }))
    await expect(again).rejects.toMatchObject({ code: 'payment.refunded' })
  })

  test('error: cannot take back what was settled', async () => {
    const consent = await consented()
    const { client } = newLender(world, { fetch: agencyThat().fetch })
    const { id } = await client.query(question(world, consent.package))
    await expect(client.reclaim(id)).rejects.toMatchObject({ code: 'chain.already_done' })
  })
})

describe('error: an agency fails', () => {
  test('by never delivering: the query times out and resume refunds it', async () => {
    const consent = await consented()
    const silent = () => Promise.reject(new MeshError('query.in_progress'))
    const { client } = newLender(world, { fetch: agencyThat({ answer: silent }).fetch })
    const before = await balanceOf()
    const asked = question(world, consent.package, { answerWithinSec: 30 })
    await expect(client.query(asked)).rejects.toMatchObject({ code: 'query.timeout' })
    const [waiting] = await client.resume()
    expect(waiting).toMatchObject({ stage: 'requested', error: { code: 'query.timeout' } })

    await world.moveBeyond(world.clock.nowSec() + 60)
    expect(await client.resume()).toMatchObject([{ stage: 'refunded' }])
    expect(await balanceOf()).toEqual(before)
    expect(await client.resume()).toEqual([])
  })

  test('by refusing: its reason reaches the lender, the refund follows the lapse', async () => {
    const consent = await consented()
    const refuse = () => Promise.reject(new MeshError('consent.evidence_invalid'))
    const { client } = newLender(world, { fetch: agencyThat({ answer: refuse }).fetch })
    const asked = question(world, consent.package, { answerWithinSec: 30 })
    await expect(client.query(asked)).rejects.toMatchObject({ code: 'consent.evidence_invalid' })
    const { entry } = await client.show(accountNonceOf(asked.idempotencyKey))
    await world.moveBeyond(entry.terms.settleBy)
    expect(await client.resume()).toMatchObject([{ stage: 'refunded' }])
  })

  test('by signing with another key than the one on chain', async () => {
    const consent = await consented()
    const { agencyA, agencyB } = world
    const member = { ...agencyA, ed25519: agencyB.ed25519 }
    const { client } = newLender(world, { fetch: agencyThat({ member }).fetch })
    const asking = client.query(question(world, consent.package))
    await expect(asking).rejects.toMatchObject({ code: 'http.bad_response' })
  })

  test('by a lie in the answer: the evidence stays in the journal', async () => {
    const consent = await consented()
    const answer: TestAgencyOptions['answer'] = async (query) => {
      const honest = await answerHit(query)
      return { ...honest, response: { ...honest.response, sources: [] } }
    }
    const { client } = newLender(world, { fetch: agencyThat({ answer }).fetch })
    const asked = question(world, consent.package)
    const failure = { code: 'query.verification_failed', details: { check: 'content' } }
    await expect(client.query(asked)).rejects.toMatchObject(failure)
    const id = accountNonceOf(asked.idempotencyKey)
    await expect(client.show(id)).rejects.toMatchObject(failure)
    const { client: reader, journal } = newLender(world)
    expect(journal.bytes.size).toBe(0)
    await expect(reader.show(id)).rejects.toMatchObject({ code: 'query.not_found' })
  })
})
