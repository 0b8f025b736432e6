import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import type { Ask } from '@creditmesh/sdk/wire/messages.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'

let world: NodeWorld

beforeAll(async () => {
  world = await createNodeWorld()
})
afterAll(() => world?.close())

/** A card used every month of the last so many. */
function usedCard(months: number, serial: number) {
  const now = new Date()
  const monthsBack = Array.from({ length: months }, (_, i) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1 - i, 1)).toISOString(),
  )
  const paymentHistory = monthsBack.map((iso) => ({
    month: iso.slice(0, 7),
    bucket: 'CURRENT' as const,
    daysPastDue: 0,
    amountPastDue: 0,
    statementBalance: 1_234_567,
    paymentAmount: 1_234_567,
  }))
  const accountRef = `acc_000000000${serial}`
  const record = sampleTradeline({ accountRef, paymentHistory })
  const asOf = monthsBack[0]?.slice(0, 10) ?? record.asOf
  return { ...record, recordId: `rec_tradeline0${serial}`, asOf }
}

/** What a lender is sent before it pays: the size is all that it can see of it. */
async function sealedSize(value: string, cards: number, request: Partial<ConsentRequest>) {
  const { agencies, lender, bank, chain } = world
  const identifier = { country: 'DE', type: 'passport', value }
  if (cards > 0) {
    const files = Array.from({ length: cards }, (_, i) => usedCard(60, i))
    await agencies.a.store(identifier, files)
  }
  const person = await world.person(identifier, [agencies.a])
  const entry = await lender.request(
    world.question(person, await world.consent(person, { lookbackMonths: 60, ...request })),
  )
  const { legId, terms, grant, sealedBody } = entry
  if (sealedBody === undefined) throw new Error('nothing to ask with')
  const body: Ask = { kind: 'query', terms, grant, sealedBody }
  const caller = callerOf(bank, agencies.a, chain)
  const answer = await caller.call(agencyRoutes.ask, { params: { legId }, body })
  if (answer.status !== 'delivered') throw new Error('not delivered')
  const paid = await lender.query(world.question(person, await world.consent(person, request)))
  return { size: answer.box.length, outcome: paid.outcome }
}

describe('before it is paid, a hit is as large as a miss', () => {
  test('where the grant shows the whole history of two accounts', async () => {
    const hit = await sealedSize('C01X00T70', 2, {})
    const miss = await sealedSize('C01X00T71', 0, {})
    expect([hit.outcome, miss.outcome]).toEqual(['hit', 'miss'])
    expect(miss.size).toBe(hit.size)
  })

  test('where the grant shows a score and a summary', async () => {
    const request = { detail: detailBits.SCORE_ONLY | detailBits.SUMMARY }
    const hit = await sealedSize('C01X00T72', 2, request)
    const miss = await sealedSize('C01X00T73', 0, request)
    expect([hit.outcome, miss.outcome]).toEqual(['hit', 'miss'])
    expect(miss.size).toBe(hit.size)
    expect(hit.size).toBeLessThan(4500)
  })
})
