import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { quantity } from '@creditmesh/sdk/chain/rpc.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectEnd, totalOf } from './support/ending.ts'
import { type Mesh, startMesh } from './support/mesh.ts'
import { consentOf, type People, settlePeople } from './support/people.ts'
import { eventsSince, nowOf, until } from './support/watch.ts'

let mesh: Mesh
let people: People
let total: bigint

beforeAll(async () => {
  mesh = await startMesh()
  people = await settlePeople(mesh, 40)
  total = await totalOf(mesh)
})
afterAll(() => mesh?.close())

const longMs = 120_000
const resume = () => mesh.creditmesh('query', 'resume', '--lender', 'lender')

/** Starts a query as a process and gives it, with what was before it. */
async function ask(name: string, mode: 1 | 2, within: string) {
  const identifier = mode === 1 ? people.knownToA() : people.knownToB()
  const issuers = mode === 1 ? ['a'] : ['b', 'c']
  const options = mode === 1 ? [] : ['--relay']
  const consentId = await consentOf(mesh, { name, identifier }, { issuers, options })
  const since = await nowOf(mesh)
  const about = ['--consent', consentId, '--identifier', identifier, '--answer-within', within]
  const parties = ['--lender', 'lender', '--agency', 'a']
  return { asking: mesh.spawn('query', 'create', ...parties, ...about, ...options), since }
}

async function blockHashes(upTo: number): Promise<Hex[]> {
  const { rpc } = mesh.chain
  const numbers = Array.from({ length: upTo + 1 }, (_, number) => number)
  const blocks = await Promise.all(
    numbers.map((number) =>
      rpc.request<{ hash: Hex }>('eth_getBlockByNumber', [quantity(number), false]),
    ),
  )
  return blocks.map(({ hash }) => hash)
}

test(
  'the chain is killed in the middle of a query: no block is lost, and the query ends',
  async () => {
    const { asking, since } = await ask('chainless', 1, '60s')
    await until(mesh, { event: 'QueryRequested' }, since)
    const head = Number(await mesh.chain.rpc.request<string>('eth_blockNumber'))
    const before = await blockHashes(head)
    await mesh.kill('chain')
    await expect(mesh.chain.rpc.request('eth_chainId')).rejects.toMatchObject({
      code: 'chain.unavailable',
    })
    await mesh.up()
    expect(await blockHashes(head)).toEqual(before)
    await asking.ended
    await resume()
    await expectEnd(mesh, { since: since.block })
  },
  longMs,
)

test(
  'the chain is killed in the middle of a relay, and the query ends',
  async () => {
    const { asking, since } = await ask('chainless-relay', 2, '60s')
    await until(mesh, { event: 'QueryBroadcast' }, since)
    await mesh.kill('chain')
    await mesh.up()
    await asking.ended
    await resume()
    await expectEnd(mesh, { since: since.block })
  },
  longMs,
)

test(
  'everything is killed at once, and everything goes on',
  async () => {
    const { asking, since } = await ask('blackout', 2, '60s')
    await until(mesh, { event: 'TradeAccepted' }, since)
    asking.kill()
    await mesh.kill('chain', 'agency-a', 'agency-b', 'agency-c', 'relayer')
    const status = await mesh.up()
    expect(status.up).toBe(true)
    await asking.ended
    await resume()
    await expectEnd(mesh, { since: since.block })
  },
  longMs,
)

test(
  'an agency that does not come back costs the lender nothing',
  async () => {
    const free = await freeOf('lender')
    const { asking, since } = await ask('forsaken', 1, '6s')
    await until(mesh, { event: 'QueryRequested' }, since)
    await mesh.kill('agency-a')
    await asking.ended
    // Either it was answered in the last moment, or the escrow is back after the lapse.
    const ends = ['LegSettled', 'LegReclaimed']
    await expect
      .poll(
        async () => {
          await resume()
          const events = await eventsSince(mesh, since.block)
          return events.some(({ name }) => ends.includes(name)) || (await freeOf('lender')) === free
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(true)
    await mesh.up()
    await expectEnd(mesh, { since: since.block })
  },
  longMs,
)

test('a holder that does not come back costs the asking agency nothing', async () => {
  const free = await freeOf('a')
  const { asking, since } = await ask('unsupplied', 2, '25s')
  await until(mesh, { event: 'TradeAccepted' }, since)
  await mesh.kill('agency-b')
  await asking.ended
  const ends = async () =>
    (await eventsSince(mesh, since.block)).filter(
      ({ name }) => name === 'LegSettled' || name === 'LegReclaimed',
    )
  // Both legs end without B: settled if it was paid in the last moment, else refunded after their lapse.
  await expect
    .poll(
      async () => {
        await resume()
        return (await ends()).length
      },
      { timeout: 90_000, interval: 1000 },
    )
    .toBe(2)
  expect(await freeOf('a')).toBeGreaterThanOrEqual(free)
  await mesh.up()
  await expectEnd(mesh, { since: since.block })
}, 180_000)

test('after all that no unit is lost, made or left in escrow', async () => {
  expect(await totalOf(mesh)).toBe(total)
})

async function freeOf(name: string): Promise<bigint> {
  const { agencies, lenders } = await mesh.creditmesh<{
    agencies: { name: string; address: Address }[]
    lenders: { name: string; address: Address }[]
  }>('network', 'status')
  const member = [...agencies, ...lenders].find((one) => one.name === name)
  return (await mesh.chain.views.balanceOf(member?.address ?? '0x')).free
}
