import { accountNonceOf } from '@creditmesh/sdk/chain/ids.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestAgencyOptions } from './testAgency.ts'
import { answerHit, createWorld, newLender, prices, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

describe('a lender that stops after the delivery', () => {
  test('cannot read, and is refunded once the leg has lapsed', async () => {
    const consent = await world.consented()
    const agency = world.agencyThat()
    const { client } = newLender(world, { fetch: agency.fetch })
    const before = await world.balance()
    const { id } = await client.request(question(world, consent.package, { answerWithinSec: 60 }))
    const { terms } = await client.ask(id)
    expect((await world.balance()).escrowed).toBe(before.escrowed + prices.fee)
    expect(await client.show(id)).toMatchObject({ stage: 'delivered' })
    expect(agency.requests.some((request) => request.startsWith('receipt'))).toBe(false)
    await expect(client.reclaim(id)).rejects.toMatchObject({ code: 'query.not_lapsed' })

    await world.moveBeyond(terms.settleBy)
    await client.reclaim(id)
    expect(await world.balance()).toEqual(before)
    expect(await client.show(id)).toMatchObject({
      stage: 'refunded',
      onChain: { isReclaimed: true },
    })
    const again = client.query(question(world, consent.package, { answerWithinSec: 60 }))
    await expect(again).rejects.toMatchObject({ code: 'payment.refunded' })
  })

  test('error: cannot take back what was settled', async () => {
    const consent = await world.consented()
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    const { id } = await client.query(question(world, consent.package))
    await expect(client.reclaim(id)).rejects.toMatchObject({ code: 'chain.already_done' })
    const unknown = newLender(world).client.show(id)
    await expect(unknown).rejects.toMatchObject({ code: 'query.not_found' })
  })
})

describe('error: an agency fails', () => {
  test('by never delivering: the query times out and resume refunds it', async () => {
    const consent = await world.consented()
    const silent = () => Promise.reject(new MeshError('query.in_progress'))
    const { client } = newLender(world, { fetch: world.agencyThat({ answer: silent }).fetch })
    const before = await world.balance()
    const asked = question(world, consent.package, { answerWithinSec: 30 })
    await expect(client.query(asked)).rejects.toMatchObject({ code: 'query.timeout' })
    const [waiting] = await client.resume()
    expect(waiting).toMatchObject({ stage: 'requested', error: { code: 'query.timeout' } })

    await world.moveBeyond(world.clock.nowSec() + 60)
    expect(await client.resume()).toMatchObject([{ stage: 'refunded' }])
    expect(await world.balance()).toEqual(before)
    expect(await client.resume()).toEqual([])
  })

  test('by refusing: its reason reaches the lender, the refund follows the lapse', async () => {
    const consent = await world.consented()
    const refuse = () => Promise.reject(new MeshError('consent.evidence_invalid'))
    const { client } = newLender(world, { fetch: world.agencyThat({ answer: refuse }).fetch })
    const asked = question(world, consent.package, { answerWithinSec: 30 })
    await expect(client.query(asked)).rejects.toMatchObject({ code: 'consent.evidence_invalid' })
    const { entry } = await client.show(
      accountNonceOf(asked.idempotencyKey, world.lender.account.secretKey),
    )
    await world.moveBeyond(entry.terms.settleBy)
    expect(await client.resume()).toMatchObject([{ stage: 'refunded' }])
  })

  test('by signing with another key than the one on chain', async () => {
    const consent = await world.consented()
    const { agencyA, agencyB } = world
    const member = { ...agencyA, ed25519: agencyB.ed25519 }
    const { client } = newLender(world, { fetch: world.agencyThat({ member }).fetch })
    const asking = client.query(question(world, consent.package))
    await expect(asking).rejects.toMatchObject({ code: 'http.bad_response' })
  })

  test('by a lie in the answer: the evidence stays in the journal', async () => {
    const consent = await world.consented()
    const answer: TestAgencyOptions['answer'] = async (query) => {
      const honest = await answerHit(query)
      return { ...honest, response: { ...honest.response, sources: [] } }
    }
    const { client } = newLender(world, { fetch: world.agencyThat({ answer }).fetch })
    const asked = question(world, consent.package)
    const failure = { code: 'query.verification_failed', details: { check: 'content' } }
    await expect(client.query(asked)).rejects.toMatchObject(failure)
    const id = accountNonceOf(asked.idempotencyKey, world.lender.account.secretKey)
    const { stage, entry, failure: shown } = await client.show(id)
    expect(shown).toMatchObject(failure)
    expect(stage).toBe('answered')
    expect(entry.leg).toMatchObject({ key: expect.anything(), findings: [{ check: 'content' }] })
    expect(entry.leg.delivered?.signature).toBeDefined()
  })
})
