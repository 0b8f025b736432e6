import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { readReceipt } from '@creditmesh/sdk/chain/sender.ts'
import type { QueryParameters } from '@creditmesh/sdk/client/lender/queryParameters.ts'
import { signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createWorld,
  newLender,
  prices,
  question,
  type RecordedConsent,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

type Consented = Awaited<ReturnType<World['consented']>>

async function withdraw({ wallet, grant }: Consented): Promise<void> {
  const action = { action: 'withdraw', seq: 1 } as const
  const { deadline, seq, signature } = signAction(wallet, consentIdOf(grant), action)
  const { consents } = world.chain.contracts
  const recorded = toRecordedGrant(grant)
  await world.relayer.send(consents.encode('withdraw', recorded, seq, deadline, signature))
}

describe('a rehearsal', () => {
  test('tells the gas that the request then takes, and sends nothing', async () => {
    const consent = await world.consented()
    const { client, journal } = newLender(world, { fetch: world.agencyThat().fetch })
    const asked = question(world, consent.package)
    const before = await world.balance()
    const { requestGas, escrow } = await client.rehearse(asked)
    expect(escrow).toBe(prices.fee)
    expect([journal.bytes.size, await world.balance()]).toEqual([0, before])
    const { verification } = await client.query(asked)
    const receipt = await readReceipt(world.chain.rpc, verification.chain.requestTx)
    const used = Number(receipt?.gasUsed)
    expect(Math.abs(Number(requestGas) - used)).toBeLessThan(used / 20)
    const usual = await client.estimate(asked)
    expect(Math.abs(Number(usual.requestGas) - used)).toBeLessThan(used / 10)
  })

  test('of a query that was made already costs nothing more', async () => {
    const consent = await world.consented()
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    const asked = question(world, consent.package)
    await client.query(asked)
    expect(await client.rehearse(asked)).toMatchObject({ escrow: 0n, requestGas: 0n })
  })

  test('error: refuses what the chain would refuse', async () => {
    const consent = await world.consented()
    await withdraw(consent)
    const { client, journal } = newLender(world)
    const rehearsing = client.rehearse(question(world, consent.package))
    await expect(rehearsing).rejects.toMatchObject({ code: 'consent.withdrawn' })
    expect(journal.bytes.size).toBe(0)
  })
})

describe('a key whose query the chain refused', () => {
  const changes: [string, (other: RecordedConsent) => Partial<QueryParameters>][] = [
    ['another consent', (other) => ({ consentPackage: other.package })],
    [
      'another consent, person and deadline',
      (other) => ({
        consentPackage: other.package,
        identifier: { country: 'TW', type: 'uci-client', value: '4712' },
        answerWithinSec: 60,
      }),
    ],
  ]
  test.each(changes)('may be used again with %s', async (_, corrected) => {
    const consent = await world.consented()
    await withdraw(consent)
    const { client } = newLender(world, { fetch: world.agencyThat().fetch })
    const asked = question(world, consent.package)
    await expect(client.query(asked)).rejects.toMatchObject({ code: 'consent.withdrawn' })
    const other = await world.consented()
    const result = await client.query({ ...asked, ...corrected(other) })
    expect(result).toMatchObject({ outcome: 'hit', id: client.idOf(asked.idempotencyKey) })
    // From now on it is taken.
    await expect(client.query(asked)).rejects.toMatchObject({ code: 'idempotency.conflict' })
  })
})
