import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectEnd, totalOf } from './support/ending.ts'
import { type Mesh, startMesh } from './support/mesh.ts'
import { consentOf, type People, settlePeople } from './support/people.ts'
import { type Moment, nowOf, until } from './support/watch.ts'

let mesh: Mesh
let people: People
let total: bigint

beforeAll(async () => {
  mesh = await startMesh()
  people = await settlePeople(mesh, 80)
  total = await totalOf(mesh)
})
afterAll(() => mesh?.close())

const longMs = 120_000

interface Scenario {
  readonly mode: 1 | 2
  /** Names of processes, or the lender's own. */
  readonly victims: readonly string[]
  readonly at: Moment
}

const agencyDeaths: readonly Scenario[] = [
  { mode: 1, victims: ['agency-a'], at: { event: 'QueryRequested' } },
  { mode: 1, victims: ['agency-a'], at: { journal: 'delivered' } },
  { mode: 1, victims: ['agency-a'], at: { journal: 'keyed' } },
  { mode: 2, victims: ['agency-a'], at: { event: 'QueryBroadcast' } },
  { mode: 2, victims: ['agency-a'], at: { event: 'TradeAccepted' } },
  { mode: 2, victims: ['agency-a'], at: { event: 'LegSettled' } },
  { mode: 2, victims: ['agency-b'], at: { event: 'QueryBroadcast' } },
  { mode: 2, victims: ['agency-b'], at: { event: 'TradeAccepted' } },
]

const lenderDeaths: readonly Scenario[] = [
  { mode: 1, victims: ['lender'], at: { journal: 'written' } },
  { mode: 1, victims: ['lender'], at: { event: 'QueryRequested' } },
  { mode: 1, victims: ['lender'], at: { journal: 'delivered' } },
  { mode: 1, victims: ['lender'], at: { journal: 'keyed' } },
  { mode: 2, victims: ['lender'], at: { event: 'QueryBroadcast' } },
  { mode: 2, victims: ['lender'], at: { event: 'TradeAccepted' } },
  { mode: 2, victims: ['lender', 'agency-a', 'agency-b'], at: { event: 'TradeAccepted' } },
]

const titleOf = ({ mode, victims, at }: Scenario) =>
  `Mode ${mode}: ${victims.join(', ')} killed at ${Object.values(at)[0]}`

let serial = 0

/** Lets the lender ask, kills at the moment, starts the dead again, and expects that the query ends well. */
async function play({ mode, victims, at }: Scenario): Promise<void> {
  serial += 1
  const name = `person-${serial}`
  const identifier = mode === 1 ? people.knownToA() : people.knownToB()
  const issuers = mode === 1 ? ['a'] : ['b', 'c']
  const options = mode === 1 ? [] : ['--relay']
  const consentId = await consentOf(mesh, { name, identifier }, { issuers, options })
  const since = await nowOf(mesh)
  const about = ['--consent', consentId, '--identifier', identifier, '--key', name]
  const terms = ['--answer-within', '40s', ...options]
  const parties = ['--lender', 'lender', '--agency', 'a']
  const asking = mesh.spawn('query', 'create', ...parties, ...about, ...terms)
  await until(mesh, at, since)
  if (victims.includes('lender')) asking.kill()
  await mesh.kill(...victims.filter((victim) => victim !== 'lender'))
  await mesh.up()
  await asking.ended
  // Ends what a killed lender left; a lender that lived has nothing left to do.
  await mesh.creditmesh('query', 'resume', '--lender', 'lender')
  await expectEnd(mesh, { since: since.block })
}

describe('a query ends well although an agency is killed', () => {
  for (const scenario of agencyDeaths) {
    test(titleOf(scenario), { timeout: longMs }, () => play(scenario))
  }
})

describe('a query ends well although the lender is killed', () => {
  for (const scenario of lenderDeaths) {
    test(titleOf(scenario), { timeout: longMs }, () => play(scenario))
  }

  test('the same idempotency key after the kill is the same query, and pays once', async () => {
    const identifier = people.knownToA()
    const consentId = await consentOf(mesh, { name: 'twice', identifier }, { issuers: ['a'] })
    const since = await nowOf(mesh)
    const create = [
      ...['query', 'create', '--lender', 'lender', '--agency', 'a', '--key', 'twice'],
      ...['--consent', consentId, '--identifier', identifier],
    ]
    const asking = mesh.spawn(...create)
    await until(mesh, { event: 'QueryRequested' }, since)
    asking.kill()
    await asking.ended
    const answer = await mesh.creditmesh<{ queryId: Hex }>(...create)
    expect(await expectEnd(mesh, { since: since.block })).toBe(answer.queryId)
  })
})

test('after all that no unit is lost, made or left in escrow', async () => {
  expect(await totalOf(mesh)).toBe(total)
})
