import type { LenderOptions } from '@creditmesh/sdk/client/lender/lender.ts'
import type { QueryParameters } from '@creditmesh/sdk/client/lender/queryParameters.ts'
import { toJson } from '@creditmesh/sdk/wire/json.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, newLender, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

describe('a lender', () => {
  test('signs with the seed that a key file holds', async () => {
    const consent = await world.consented()
    const seed = world.lender.ed25519.secretKey.slice(0, 32)
    const { client } = newLender(world, {
      fetch: world.agencyThat().fetch,
      signingKey: { keyEpoch: 1, secretKey: seed },
    })
    expect((await client.query(question(world, consent.package))).outcome).toBe('hit')
  })

  test('names its purpose, and hands a package on as the JSON that it came in', async () => {
    const consent = await world.consented({ mayKeep: true, dataLifeDays: 30 })
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    const asked = question(world, consent.package, { purpose: 'CREDIT_APPLICATION' })
    const plain = toJson(consent.package) as unknown as QueryParameters['consentPackage'] // as a file says it
    const result = await client.query({ ...asked, consentPackage: plain })
    expect((await client.query(asked)).legId).toBe(result.legId)
  })
})

describe('error: a lender is not made', () => {
  const zeros = (length: number) => new Uint8Array(length)
  const cases: [string, () => Partial<LenderOptions>, string, string][] = [
    ['of a short secret', () => ({ accountSecret: zeros(31) }), 'key.invalid', 'accountSecret'],
    ['of no secret at all', () => ({ accountSecret: zeros(32) }), 'key.invalid', 'accountSecret'],
    ['of a short key', () => signing(zeros(31)), 'key.invalid', 'signingKey.secretKey'],
    ['of two halves', () => signing(zeros(64)), 'key.invalid', 'signingKey.secretKey'],
    ['of epoch 0', () => signing(zeros(32), 0), 'key.invalid', 'signingKey.keyEpoch'],
    ['without a chain', () => ({ rpc: 'localhost' }), 'input.invalid', 'rpc'],
    ['without a journal', () => ({ journal: {} as never }), 'input.invalid', 'journal'],
    ['of another deployment', () => ({ deployment: {} as never }), 'config.invalid', 'format'],
  ]
  const signing = (secretKey: Uint8Array, keyEpoch = 1) => ({ signingKey: { keyEpoch, secretKey } })

  test.each(cases)('%s', (_, options, code, field) => {
    const making = () => newLender(world, options())
    expect(making).toThrow(expect.objectContaining({ code, details: { field } }))
  })
})

describe('error: nothing is sent and nothing written', () => {
  test.each([
    ['with a key that the chain does not show', { keyEpoch: 1, secretKey: new Uint8Array(32) }],
    ['with an epoch that never was', { keyEpoch: 9 }],
  ])('%s', async (_, changes) => {
    const consent = await world.consented()
    const own = { keyEpoch: 1, secretKey: world.lender.ed25519.secretKey }
    const { client, journal } = newLender(world, { signingKey: { ...own, ...changes } })
    const before = await world.balance()
    const asking = client.query(question(world, consent.package))
    await expect(asking).rejects.toMatchObject({ code: 'key.invalid' })
    expect(journal.bytes.size).toBe(0)
    expect(await world.balance()).toEqual(before)
  })

  test('when the ask cannot be built: the consent stays whole', async () => {
    const consent = await world.consented()
    const broken = () => {
      throw new Error('no digest today')
    }
    const { client, journal } = newLender(world, { sha256: broken })
    const asking = client.query(question(world, consent.package))
    await expect(asking).rejects.toThrow('no digest today')
    expect(journal.bytes.size).toBe(0)
    const { client: sound } = newLender(world, { fetch: world.agencyThat().fetch })
    expect((await sound.query(question(world, consent.package))).outcome).toBe('hit')
  })

  test.each([
    ['agency', { agency: 'a' as never }],
    ['purpose', { purpose: 'CURIOSITY' as never }],
    ['categories', { categories: ['zodiac'] as never }],
    ['answerWithinSec', { answerWithinSec: -1 }],
    ['ceilings.fee', { ceilings: { fee: 5 as never } }],
    ['disclosures', { consentPackage: {} as never }],
  ])('for a malformed %s', async (field, changes) => {
    const consent = await world.consented()
    const { client, journal } = newLender(world)
    const asking = client.query(question(world, consent.package, changes))
    const named = field === 'agency' || field === 'disclosures' ? {} : { details: { field } }
    await expect(asking).rejects.toMatchObject({ code: 'input.invalid', ...named })
    expect(journal.bytes.size).toBe(0)
  })
})
