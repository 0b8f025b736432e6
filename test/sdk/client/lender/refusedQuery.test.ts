import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { accountNonceOf, consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, newLender, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

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
    const consent = await world.consented()
    const { client, journal } = newLender(world)
    const asking = client.query(question(world, consent.package, fields))
    await expect(asking).rejects.toMatchObject({ code })
    expect(journal.bytes.size).toBe(0)
  })

  test('an agency that the person disclosed nothing to', async () => {
    const consent = await world.consented({ scope: 'any' })
    const { client } = newLender(world)
    const agency = world.agencyB.account.address
    const asking = client.query(question(world, consent.package, { agency }))
    await expect(asking).rejects.toMatchObject({ code: 'consent.scope_exceeded' })
  })

  test('under a consent of another lender', async () => {
    const grantee = { address: world.agencyB.account.address, name: 'other' }
    const consent = await world.consented({ grantee })
    const asking = newLender(world).client.query(question(world, consent.package))
    await expect(asking).rejects.toMatchObject({ code: 'consent.scope_exceeded' })
  })

  test('after a withdrawal: the contract refuses, nothing is paid', async () => {
    const { wallet, grant, package: pack } = await world.consented()
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
    const before = await world.balance()
    const agency = world.agencyThat()
    const { client } = newLender(world, { fetch: agency.fetch })
    const asking = client.query(question(world, pack))
    await expect(asking).rejects.toMatchObject({ code: 'consent.withdrawn' })
    expect([await world.balance(), agency.requests]).toEqual([before, []])
    const shown = await client.show(accountNonceOf(grant.nonce, world.lender.account.secretKey))
    expect(shown).toMatchObject({
      stage: 'refused',
      entry: { ending: { code: 'consent.withdrawn' } },
    })
  })

  test('with more than its balance', async () => {
    const consent = await world.consented()
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    const { free } = await client.balance()
    await client.withdraw(free)
    const asking = client.query(question(world, consent.package))
    await expect(asking).rejects.toMatchObject({ code: 'payment.insufficient' })
    await client.deposit(free)
    // Nothing was paid under this key, so it may be used again.
    expect((await client.query(question(world, consent.package))).outcome).toBe('hit')
  })
})
