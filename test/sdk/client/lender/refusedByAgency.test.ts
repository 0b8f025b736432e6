import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, newLender, prices, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

const failing = (check: string) => () =>
  Promise.reject(new MeshError('consent.evidence_invalid', { details: { check } }))

describe('error: an agency that refuses after the request', () => {
  test.each([
    ['identifier', 'Check the document'],
    ['two_issuers', 'second agency'],
  ])('leaves the lender with what is locked, until when, and what to do: %s', async (check, advice) => {
    const consent = await world.consented()
    const { fetch } = world.agencyThat({ answer: failing(check) })
    const { client } = newLender(world, { fetch })
    const asked = question(world, consent.package, { answerWithinSec: 30 })
    const refusal = await client.query(asked).catch((error) => error as MeshError)
    const id = client.idOf(asked.idempotencyKey)
    const { entry } = await client.show(id)
    expect(refusal).toMatchObject({
      code: 'consent.evidence_invalid',
      details: {
        check,
        queryId: entry.queryId,
        lockedAmount: prices.fee,
        refundableAfterSec: entry.terms.settleBy,
      },
    })
    expect((refusal as MeshError).suggestedAction).toContain(advice)
    expect((refusal as MeshError).suggestedAction).toContain('query resume')
    expect(entry.refusal).toMatchObject({ code: 'consent.evidence_invalid', check })
    const [waiting] = await client.resume()
    expect(waiting?.error?.details).toMatchObject({ lockedAmount: prices.fee })
    await world.moveBeyond(entry.terms.settleBy)
    expect(await client.resume()).toMatchObject([{ stage: 'refunded' }])
  })

  test('is forgotten once it delivers after all', async () => {
    const consent = await world.consented()
    const { fetch: refuse } = world.agencyThat({ answer: failing('identifier') })
    const { fetch: answer } = world.agencyThat()
    let isWilling = false
    const fetch: typeof refuse = (...call) => (isWilling ? answer : refuse)(...call)
    const { client } = newLender(world, { fetch })
    const asked = question(world, consent.package)
    await expect(client.query(asked)).rejects.toMatchObject({ code: 'consent.evidence_invalid' })
    isWilling = true
    await client.query(asked)
    const { entry } = await client.show(client.idOf(asked.idempotencyKey))
    expect(entry.refusal).toBeUndefined()
  })

  test('is listed with its reason, by facts that tell nothing of a person', async () => {
    const consent = await world.consented()
    const { fetch } = world.agencyThat({ answer: failing('identifier') })
    const { client } = newLender(world, { fetch })
    const asked = question(world, consent.package)
    await client.query(asked).catch(() => undefined)
    const [listed] = await client.list()
    expect(listed).toEqual({
      id: client.idOf(asked.idempotencyKey),
      queryId: expect.any(String),
      agency: world.agencyA.account.address,
      createdAt: expect.any(Number),
      stage: 'requested',
      lockedAmount: prices.fee,
      refundableAfterSec: expect.any(Number),
      refusal: 'consent.evidence_invalid',
    })
  })
})
