import { renderTrace } from '@creditmesh/sdk/audit/renderTrace.ts'
import { type Trace, trace } from '@creditmesh/sdk/audit/trace.ts'
import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { consentIdOf, type Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryResult } from '@creditmesh/sdk/client/lender/queryResult.ts'
import { signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../client/keyring.ts'
import { createTestAgency, type TestAgencyOptions } from '../client/lender/testAgency.ts'
import { answerByRelay } from '../client/lender/testRelay.ts'
import {
  answerHit,
  createWorld,
  newLender,
  prices,
  question,
  type RecordedConsent,
  type World,
} from '../client/lender/world.ts'

let world: World
let direct: Told
let relayed: Told

interface Told {
  readonly result: QueryResult
  readonly consent: RecordedConsent
}

beforeAll(async () => {
  world = await createWorld()
  direct = await ask(answerHit, {})
  relayed = await ask((query) => answerByRelay(world, query), { mayRelay: true })
})
afterAll(() => world.chain.close())

async function ask(answer: TestAgencyOptions['answer'], fields: { mayRelay?: boolean }) {
  const { agencyA: member, chain, clock } = world
  const agency = createTestAgency({ member, chain, clock, answer })
  const request = fields.mayRelay ? { relay: { providers: 'any' as const } } : {}
  const consent = await world.recordConsent(await world.person(), request)
  const { client } = newLender(world, { fetch: agency.fetch })
  return { consent, result: await client.query(question(world, consent.package, fields)) }
}

const traceOf = (id: Hex) => trace(world.chain.rpc, world.chain.deployment, id)
const namesIn = ({ steps }: Trace) => steps.map(({ name }) => name)
const failedIn = ({ checks }: Trace) => checks.filter(({ ok }) => !ok)

describe('a trace', () => {
  test('tells Mode 1 from the consent to the settlement', async () => {
    const told = await traceOf(direct.result.queryId)
    expect(told).toMatchObject({ kind: 'query', mode: 1, queryIds: [direct.result.queryId] })
    expect(namesIn(told)).toEqual(['consent recorded', 'query requested', 'query settled'])
    expect(told.steps[1]).toMatchObject({
      actorName: 'bank',
      details: { fee: prices.fee, usesLeft: 0, purpose: 'CREDIT_APPLICATION' },
    })
    expect(told.steps[2]).toMatchObject({ actorName: 'agency-a', details: { outcome: 'HIT' } })
    expect(failedIn(told)).toEqual([])
  })

  test('tells Mode 2 as one chain of custody by the id of the query', async () => {
    const told = await traceOf(relayed.result.queryId)
    expect(told.mode).toBe(2)
    expect(namesIn(told)).toEqual([
      'consent recorded',
      'query requested',
      'query broadcast',
      'trade accepted',
      'trade settled',
      'query settled',
    ])
    expect(told.custody).toMatchObject([
      { fromName: 'agency-b', toName: 'agency-a', state: 'settled', outcome: 'HIT' },
      { fromName: 'agency-a', toName: 'bank', state: 'settled', outcome: 'HIT' },
    ])
    expect(failedIn(told)).toEqual([])
    expect(told.checks.length).toBeGreaterThan(15)
  })

  test('adds the money up to nothing', async () => {
    const { money } = await traceOf(relayed.result.queryId)
    const price = prices.fee + prices.relayFee
    expect(money).toMatchObject([
      { name: 'bank', paid: price, net: -price, open: 0n },
      { name: 'agency-a', paid: prices.trade, received: price, net: price - prices.trade },
      { name: 'agency-b', received: prices.trade, net: prices.trade },
    ])
    expect(money.reduce((sum, { net }) => sum + net, 0n)).toBe(0n)
  })

  test('finds the same story by query, leg, trade and transaction', async () => {
    const { result } = relayed
    const byQuery = await traceOf(result.queryId)
    const [hop] = byQuery.custody
    const { requestTx, tradeTxs } = result.verification.chain
    for (const id of [result.legId, hop?.legId, requestTx, tradeTxs[0]]) {
      const told = await traceOf(id as Hex)
      expect(told.steps).toEqual(byQuery.steps)
      expect(told.checks).toEqual(byQuery.checks)
    }
    expect((await traceOf(result.legId)).kind).toBe('leg')
    expect((await traceOf(requestTx)).kind).toBe('transaction')
  })

  test('finds it by the consent and by the transaction that recorded it', async () => {
    const { consent, result } = direct
    const byConsent = await traceOf(consentIdOf(consent.grant))
    expect(byConsent).toMatchObject({ kind: 'consent', queryIds: [result.queryId] })
    const byTransaction = await traceOf(consent.txHash)
    expect(byTransaction.steps).toEqual(byConsent.steps)
  })

  test('tells a consent that was changed and never used', async () => {
    const wallet = await world.person()
    const { grant, txHash } = await world.recordConsent(wallet)
    const consentId = consentIdOf(grant)
    const { consents } = world.chain.contracts
    for (const [i, action] of (['pause', 'resume', 'withdraw'] as const).entries()) {
      const { seq, deadline, signature } = signAction(wallet, consentId, { action, seq: i + 1 })
      const inputs = [toRecordedGrant(grant), seq, deadline, signature] as const
      await world.relayer.send(consents.encode(action, ...inputs))
    }
    const told = await traceOf(txHash)
    expect(told).toMatchObject({ mode: null, queryIds: [], money: [], checks: [] })
    expect(namesIn(told)).toEqual([
      'consent recorded',
      'consent paused',
      'consent resumed',
      'consent withdrawn',
    ])
    expect(told.steps.map(({ actorName }) => actorName)).toEqual(Array(4).fill(undefined))
  })

  test('shows a leg that lapsed and how its escrow came back', async () => {
    const consent = await world.recordConsent(await world.person())
    const { client } = newLender(world)
    const asked = question(world, consent.package, { answerWithinSec: 20 })
    const { id, terms, queryId } = await client.request(asked)
    const open = await traceOf(queryId)
    expect(open.money).toMatchObject([{ name: 'bank', open: prices.fee }])
    await world.moveBeyond(terms.settleBy)
    await client.reclaim(id)
    const told = await traceOf(queryId)
    expect(namesIn(told)).toEqual(['consent recorded', 'query requested', 'query reclaimed'])
    expect(told.steps.at(-1)?.details).toMatchObject({ refunded: prices.fee })
    expect(told.money).toMatchObject([{ returned: prices.fee, net: 0n, open: 0n }])
    expect(told.custody).toMatchObject([{ state: 'reclaimed' }])
    expect(told.steps.at(-1)?.latencySec).toBeGreaterThanOrEqual(0)
    expect(failedIn(told)).toEqual([])
  })

  test('reads as text', async () => {
    const text = renderTrace(await traceOf(relayed.result.queryId))
    expect(text).toContain('Mode 2')
    expect(text).toContain('trade accepted')
    expect(text).toContain('price                0.400000')
    expect(text).not.toContain('FAILED')
    const { checks } = await traceOf(relayed.result.queryId)
    expect(text).toContain(`Checks, ${checks.length} of ${checks.length} hold:`)
    const abouts = text.match(/^ {2}about 0x[0-9a-f]{64}$/gm) ?? []
    expect(abouts.length).toBe(new Set(checks.map(({ about }) => about)).size)
    expect(text).toMatch(/notBefore +\d{4}-\d\d-\d\dT/)
    expect(text).toMatch(/agency-b \(0x\w+\) -> agency-a/)
  })

  test('error: an id of nothing is not found', async () => {
    await expect(traceOf(digestOf('nothing'))).rejects.toMatchObject({ code: 'query.not_found' })
  })
})
