import { checksOf } from '@creditmesh/sdk/audit/checks.ts'
import { readStory } from '@creditmesh/sdk/audit/readStory.ts'
import type { ChainEvent } from '@creditmesh/sdk/chain/events.ts'
import { readBlockTimes } from '@creditmesh/sdk/client/blockTimes.ts'
import { factsOf } from '@creditmesh/sdk/client/facts.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestAgency } from '../client/lender/testAgency.ts'
import { answerByRelay } from '../client/lender/testRelay.ts'
import { createWorld, newLender, question, type World } from '../client/lender/world.ts'

let world: World
let events: readonly ChainEvent[]
let times: ReadonlyMap<number, number>

beforeAll(async () => {
  world = await createWorld()
  const { agencyA: member, chain, clock } = world
  const answer = (query: Parameters<typeof answerByRelay>[1]) => answerByRelay(world, query)
  const agency = createTestAgency({ member, chain, clock, answer })
  const request = { relay: { providers: 'any' as const } }
  const consent = await world.recordConsent(await world.person(), request)
  const { client } = newLender(world, { fetch: agency.fetch })
  const { queryId } = await client.query(question(world, consent.package, { mayRelay: true }))
  events = (await readStory(chain, queryId)).events
  times = await readBlockTimes(
    chain.rpc,
    events.map(({ blockNumber }) => blockNumber),
  )
})
afterAll(() => world.chain.close())

function failedClaims(story: readonly ChainEvent[], laterSec = 0): string[] {
  const { deployment } = world.chain
  const timeOf = ({ blockNumber }: ChainEvent) => (times.get(blockNumber) ?? 0) + laterSec
  const checks = checksOf(factsOf(story), { deployment, timeOf })
  return checks.filter(({ ok }) => !ok).map(({ claim }) => claim)
}

type Args = Record<string, unknown>

/** The story with the arguments of one kind of event, or those of its terms, offer or grant, changed. */
function doctored(name: ChainEvent['name'], change: (args: Args) => Args): ChainEvent[] {
  return events.map((event) =>
    event.name === name ? ({ ...event, args: change(event.args as Args) } as ChainEvent) : event,
  )
}

const inside = (key: string, fields: Args) => (args: Args) => ({
  ...args,
  [key]: { ...(args[key] as Args), ...fields },
})
const settledQuery = () => events.filter(({ name }) => name === 'LegSettled').at(-1) as ChainEvent
const stranger = `0x${'00'.repeat(19)}01`

describe('the checks of a trace', () => {
  test('pass on what happened', () => {
    expect(failedClaims(events)).toEqual([])
  })

  const idsOfQuery = 'query and leg have the ids that their terms amount to'
  const consented = 'lender, agency, purpose and categories are those consented to'
  const asAgreed = 'the outcome was paid as its terms say'
  const cases: [string, ChainEvent['name'], (args: Args) => Args, string][] = [
    ['other terms', 'QueryRequested', inside('terms', { fee: 1n }), idsOfQuery],
    ['another purpose', 'QueryRequested', inside('terms', { purpose: 2 }), consented],
    ['another category', 'QueryRequested', inside('terms', { categories: 64 }), consented],
    ['another lender', 'QueryRequested', inside('terms', { buyer: stranger }), consented],
    ['another agency', 'QueryRequested', inside('terms', { seller: stranger }), consented],
    [
      'a use that was not there',
      'QueryRequested',
      (args) => ({ ...args, usesLeft: 1 }),
      'a use was left for it, and attempts are within their cap',
    ],
    [
      'a grant changed afterwards',
      'ConsentRecorded',
      inside('grant', { maxUses: 2 }),
      'the consent has the id that its grant amounts to',
    ],
    [
      'a consent that had expired',
      'ConsentRecorded',
      inside('grant', { expiresAt: 1 }),
      'the consent was alive when the query was recorded',
    ],
    [
      'a relay without leave',
      'QueryRequested',
      inside('terms', { mayRelay: false }),
      'it was relayed once, with leave',
    ],
    [
      'a broadcast of more categories',
      'QueryBroadcast',
      (args) => ({ ...args, categories: 255 }),
      'only the agency that was asked relayed it, for no other categories',
    ],
    [
      'another offer than accepted',
      'TradeAccepted',
      inside('offer', { price: 1n }),
      'the trade has the id that its offer amounts to',
    ],
    [
      'a trade that outlasts its query',
      'TradeAccepted',
      inside('offer', { settleBy: 9_999_999_999 }),
      'the deadlines of the trade nest inside the query',
    ],
    ['a payment too high', 'LegSettled', (args) => ({ ...args, paid: 7n }), asAgreed],
    [
      'a payment out of nothing',
      'LegSettled',
      (args) => ({ ...args, refunded: 1n }),
      'escrow = paid + refunded, to the unit',
    ],
    [
      'another payee',
      'LegSettled',
      (args) => ({ ...args, seller: stranger }),
      'it ended between the parties of its terms',
    ],
    [
      'a miss after a trade',
      'LegSettled',
      (args) => ({ ...args, outcome: 2 }),
      'no miss was settled after an accepted trade',
    ],
  ]

  test.each(cases)('error: find %s', (_, name, change, claim) => {
    expect(failedClaims(doctored(name, change))).toContain(claim)
  })

  test('error: find a leg that ended twice', () => {
    expect(failedClaims([...events, settledQuery()])).toContain('the leg ended at most once')
  })

  test('error: find a query without a recorded consent', () => {
    const without = events.filter(({ contract }) => contract !== 'consents')
    expect(failedClaims(without)).toEqual(['the consent was recorded before the query'])
  })

  test('error: find a consent that was recorded only afterwards', () => {
    const late = events.map((event) =>
      event.name === 'ConsentRecorded' ? { ...event, blockNumber: 99_999_999 } : event,
    )
    expect(failedClaims(late)).toContain('the consent was recorded before the query')
  })

  test.each([
    'ConsentPaused',
    'ConsentWithdrawn',
    'ConsentRevoked',
    'ConsentInvalidated',
  ] as const)('error: find a query after %s', (name) => {
    const recorded = events.find((event) => event.name === 'ConsentRecorded') as ChainEvent
    const logIndex = recorded.logIndex + 0.5 // between it and whatever follows
    const ended = { ...recorded, name, logIndex } as ChainEvent
    const claim = 'the consent was alive when the query was recorded'
    expect(failedClaims([...events, ended])).toContain(claim)
  })

  test('error: find a trade before its broadcast', () => {
    const reversed = events.map((event) =>
      event.name === 'QueryBroadcast' ? { ...event, blockNumber: 99_999_999 } : event,
    )
    expect(failedClaims(reversed)).toEqual(['the trade follows the broadcast of its query'])
  })

  test('error: find a settlement after the lapse', () => {
    const { lapseBlocks, maxWindowSec } = world.chain.deployment.windows
    const late = events.map((event) =>
      event.name === 'LegSettled'
        ? { ...event, blockNumber: event.blockNumber + lapseBlocks + 50 }
        : event,
    )
    for (const { blockNumber } of late) {
      if (!times.has(blockNumber)) (times as Map<number, number>).set(blockNumber, 9_999_999_999)
    }
    expect(maxWindowSec).toBeGreaterThan(0)
    expect(failedClaims(late)).toContain('settled before it lapsed, or reclaimed after')
  })
})
