import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { agencyPrices, type TestAgency } from '../../support/agencyNode.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'

let world: NodeWorld

beforeAll(async () => {
  world = await createNodeWorld()
})
afterAll(() => world?.close())

async function personAt(holder: TestAgency, issuers: readonly TestAgency[], value: string) {
  const identifier = { country: 'DE', type: 'passport', value }
  await holder.store(identifier, [sampleTradeline()])
  return world.person(identifier, issuers)
}

describe('a file of which the grant lets nothing be shown', () => {
  test('is answered and paid as a miss: the agency has no model to score with', async () => {
    const { a } = world.agencies
    const person = await personAt(a, [a], 'C01X00T10')
    const granted = await world.consent(person, { detail: detailBits.SCORE_ONLY })
    const result = await world.lender.query(world.question(person, granted))
    expect(result).toMatchObject({ outcome: 'miss', price: agencyPrices.missFee })
  })

  test('is not bought from a peer: nobody is told of the person', async () => {
    const { b, c } = world.agencies
    const person = await personAt(b, [b, c], 'C01X00T11')
    const granted = await world.consent(person, {
      detail: detailBits.SCORE_ONLY,
      relay: { providers: 'any' },
    })
    const result = await world.lender.query(world.question(person, granted, { mayRelay: true }))
    expect(result).toMatchObject({ outcome: 'miss', mode: 1, price: agencyPrices.missFee })
  })
})
