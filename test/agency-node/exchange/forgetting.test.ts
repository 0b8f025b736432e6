import { openAgencyFolder } from '@creditmesh/agency-node/agencyFolder.ts'
import type { LegDocument } from '@creditmesh/agency-node/exchange/legDocument.ts'
import type { Documents } from '@creditmesh/agency-node/store/store.ts'
import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { LegRecord } from '@creditmesh/sdk/client/leg/legRecord.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import type { TestAgency } from '../../support/agencyNode.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld, type Person } from '../../support/nodeWorld.ts'

let world: NodeWorld

beforeAll(async () => {
  world = await createNodeWorld()
})
afterAll(() => world?.close())

const deleted = 'identification deleted'

/** What an agency still keeps of its legs, read with its own key. */
async function keptBy({ folder }: TestAgency) {
  const opened = await openAgencyFolder(folder)
  try {
    const idOf = ({ legId }: { legId: string }) => legId
    const isFinal = () => true
    const legs = opened.store.documents<LegDocument>('legs', { idOf, isFinal })
    const purchases = opened.store.documents<LegRecord>('purchases', { idOf, isFinal })
    return {
      legs: await allOf(legs),
      purchases: await allOf(purchases),
    }
  } finally {
    await opened.close()
  }
}

async function allOf<T extends object>(documents: Documents<T>): Promise<T[]> {
  const found: T[] = []
  for await (const document of documents.all()) found.push(document)
  return found
}

async function personAtPeer(value: string): Promise<Person> {
  const { b, c } = world.agencies
  const identifier = { country: 'DE', type: 'passport', value }
  const month = new Date().toISOString().slice(0, 7)
  const [entry] = sampleTradeline().payload.paymentHistory
  if (entry === undefined) throw new Error('the sample has a history')
  const recent = sampleTradeline({ paymentHistory: [{ ...entry, month }] })
  await b.store(identifier, [{ ...recent, asOf: `${month}-01` }])
  return world.person(identifier, [b, c])
}

const severalUses = {
  purpose: purposes.ACCOUNT_REVIEW,
  maxUses: 3,
  period: { uses: 3, seconds: 31 * 86_400 },
  detail: detailBits.SCORE_ONLY | detailBits.SUMMARY,
  lookbackMonths: 6,
}

describe('when a relayed query is over', () => {
  test('neither agency keeps what would tell of the person, and the log says that it went', async () => {
    const { a, b } = world.agencies
    const person = await personAtPeer('C01X00T30')
    const granted = await world.consent(person, { relay: { providers: 'any' } })
    const result = await world.lender.query(world.question(person, granted, { mayRelay: true }))
    expect(result).toMatchObject({ outcome: 'hit', mode: 2 })
    for (const agency of [a, b]) {
      await expect.poll(() => agency.logs.join(''), { timeout: 10_000 }).toContain(deleted)
    }
    await Promise.all([a.stop(), b.stop()])
    const [asking, holding] = [await keptBy(a), await keptBy(b)]
    for (const leg of [...asking.legs, ...holding.legs]) expect(leg.kind).toBe('closed')
    expect(asking.purchases).toHaveLength(1)
    const [purchase] = asking.purchases
    expect(purchase?.delivered?.signature).toBeDefined()
    expect(purchase?.delivered?.cipher).toHaveLength(0)
    expect(purchase?.delivered?.whitener).toBe(`0x${'00'.repeat(32)}`)
    await Promise.all([a.restart(), b.restart()])
  })

  test('nothing is saved for a person who withdrew before the settlement', async () => {
    const { lender, agencies } = world
    const person = await personAtPeer('C01X00T31')
    const relay = { providers: 'any', store: true } as const
    const granted = await world.consent(person, { ...severalUses, relay, dataLifeDays: 30 })
    const { purpose } = severalUses
    const question = world.question(person, granted, { purpose, mayRelay: true })
    const entry = await lender.request(question)
    await lender.ask(entry.id)
    await world.withdraw(person, granted)
    expect(await lender.receive(entry.id)).toMatchObject({ outcome: 'hit', mode: 2 })
    const { legId } = entry
    const caller = callerOf(world.bank, agencies.a, world.chain)
    const call = { params: { legId } }
    const state = async () => (await caller.call(agencyRoutes.legState, call)).state
    await expect.poll(state, { timeout: 10_000 }).toBe('settled')
    await agencies.a.stop()
    const opened = await openAgencyFolder(agencies.a.folder)
    expect(await opened.store.vault.count()).toBe(0)
    await opened.close()
    await agencies.a.restart()
  })
})
