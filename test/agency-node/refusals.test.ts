import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../sdk/wire/records/samples.ts'
import { agencyPrices, type TestAgency } from '../support/agencyNode.ts'
import { createNodeWorld, type NodeWorld, type Person } from '../support/nodeWorld.ts'

let world: NodeWorld
let a: TestAgency
let b: TestAgency
let c: TestAgency

const passport = (value: string) => ({ country: 'DE', type: 'passport', value })
// A purpose that allows several uses: the last use ends a consent, and what has ended cannot be withdrawn.
const purpose = purposes.ACCOUNT_REVIEW
const severalUses = {
  purpose,
  maxUses: 3,
  period: { uses: 3, seconds: 31 * 86_400 },
  lookbackMonths: 6,
  detail: detailBits.SCORE_ONLY | detailBits.SUMMARY,
}
const relay = { providers: 'any' as const }

beforeAll(async () => {
  world = await createNodeWorld()
  ;({ a, b, c } = world.agencies)
})
afterAll(() => world?.close())

let people = 0
/** A new person whose file is with `holder`: a known one with another root would have to wait. */
async function personAt(holder: TestAgency, issuers: readonly TestAgency[]): Promise<Person> {
  people += 1
  const identifier = passport(`L01X00T${people + 10}`)
  await holder.store(identifier, [sampleTradeline()])
  return world.person(identifier, issuers)
}

describe('an agency node refuses', () => {
  test('error: to deliver when the consent was withdrawn after the request', async () => {
    const { lender } = world
    const person = await personAt(a, [a])
    const granted = await world.consent(person, severalUses)
    const before = await world.freeOf(lender.account)
    const entry = await lender.request(world.question(person, granted, { purpose }))
    await world.withdraw(person, granted)
    await expect(lender.ask(entry.id)).rejects.toMatchObject({ code: 'consent.withdrawn' })
    await world.moveBeyond(entry.terms.settleBy)
    await lender.reclaim(entry.id)
    expect(await world.freeOf(lender.account)).toBe(before)
  })

  test('error: a request under a withdrawn consent, already on chain', async () => {
    const person = await personAt(a, [a])
    const granted = await world.consent(person)
    await world.withdraw(person, granted)
    const asking = world.lender.query(world.question(person, granted))
    await expect(asking).rejects.toMatchObject({ code: 'consent.withdrawn' })
  })

  test('error: to be read without a receipt; the refund follows the lapse, and no use returns', async () => {
    const { lender, chain } = world
    const person = await personAt(a, [a])
    const granted = await world.consent(person, severalUses)
    const entry = await lender.request(world.question(person, granted, { purpose }))
    const asked = await lender.ask(entry.id)
    expect(asked.leg.delivered).toBeDefined()
    expect(asked.leg.key).toBeUndefined()
    await world.moveTo(entry.terms.receiptBy + 1)
    const posted = () =>
      readHistory(chain.rpc, chain.deployment, {
        name: 'DeliveryPosted',
        where: { legId: entry.legId },
      })
    await expect.poll(posted, { timeout: 10_000 }).toHaveLength(1)
    await world.moveBeyond(entry.terms.settleBy)
    const reclaimed = await lender.reclaim(entry.id)
    expect(reclaimed).toBeDefined()
    const [event] = await readHistory(chain.rpc, chain.deployment, {
      name: 'LegReclaimed',
      where: { legId: entry.legId },
    })
    expect(event?.args).toMatchObject({ refunded: agencyPrices.fee, useReturned: false })
  })

  test('error: an identifier that is not the one consented to', async () => {
    const { lender } = world
    const person = await personAt(a, [a])
    const granted = await world.consent(person)
    const other = { ...person, identifier: passport('L01X00T99') }
    const asking = lender.query(world.question(other, granted))
    await expect(asking).rejects.toMatchObject({ code: 'consent.evidence_invalid' })
  })

  test('error: a person whom only the asked agency and the lender could vouch for', async () => {
    // Enrolled with the asked agency, which has no file; the peers know her root from nobody else.
    const person = await personAt(b, [a])
    const granted = await world.consent(person, { relay })
    const result = await world.lender.query(world.question(person, granted, { mayRelay: true }))
    expect(result).toMatchObject({ outcome: 'miss', mode: 1, price: agencyPrices.missFee })
    expect(b.logs.join('')).not.toContain(person.identifier.value)
  })

  test('error: a fee below the price list', async () => {
    const { lender } = world
    const person = await personAt(a, [a])
    const granted = await world.consent(person)
    const entry = await lender.request(world.question(person, granted))
    await a.command('prices.set', {
      entries: [{ category: 1, product: 1, outcome: 1, amount: '5000000' }],
    })
    await expect(lender.ask(entry.id)).rejects.toMatchObject({ code: 'payment.insufficient' })
    await a.command('prices.set', {
      entries: [{ category: 1, product: 1, outcome: 1, amount: String(agencyPrices.fee) }],
    })
  })
})

describe('an agency node that was stopped', () => {
  test('gives the key for a delivery that it made before', async () => {
    const { lender } = world
    const person = await personAt(a, [a])
    const granted = await world.consent(person)
    const entry = await lender.request(world.question(person, granted))
    await lender.ask(entry.id)
    await a.restart()
    expect(await lender.receive(entry.id)).toMatchObject({ outcome: 'hit' })
  })

  test('repeats the very same delivery', async () => {
    const { lender } = world
    const person = await personAt(a, [a])
    const granted = await world.consent(person)
    const entry = await lender.request(world.question(person, granted))
    const first = await lender.ask(entry.id)
    await a.restart()
    const again = await lender.ask(entry.id)
    expect(again.leg.delivered?.deliveryHash).toBe(first.leg.delivered?.deliveryHash)
  })

  test('sells to a peer what it offered before', async () => {
    const person = await personAt(b, [b, c])
    const granted = await world.consent(person, { relay })
    const { lender } = world
    const asking = lender.query(world.question(person, granted, { mayRelay: true }))
    await expect
      .poll(() => readHistory(world.chain.rpc, world.chain.deployment, { name: 'TradeAccepted' }))
      .not.toHaveLength(0)
    await b.restart()
    expect(await asking).toMatchObject({ outcome: 'hit', mode: 2 })
  })
})
