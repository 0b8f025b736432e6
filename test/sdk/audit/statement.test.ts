import { movementsOfAccount, readStatement } from '@creditmesh/sdk/audit/statement.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestAgency } from '../client/lender/testAgency.ts'
import { answerByRelay } from '../client/lender/testRelay.ts'
import { answerHit, createWorld, newLender, question, type World } from '../client/lender/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

async function busyNetwork() {
  const { agencyA: member, chain, clock } = world
  const direct = createTestAgency({ member, chain, clock, answer: answerHit })
  const relaying = createTestAgency({
    ...{ member, chain, clock },
    answer: (query) => answerByRelay(world, query),
  })
  for (const [agency, mayRelay] of [
    [direct, false],
    [relaying, true],
  ] as const) {
    const request = mayRelay ? { relay: { providers: 'any' as const } } : {}
    const consent = await world.recordConsent(await world.person(), request)
    const { client } = newLender(world, { fetch: agency.fetch })
    await client.query(question(world, consent.package, { mayRelay }))
  }
  const consent = await world.recordConsent(await world.person())
  const { client } = newLender(world, { fetch: direct.fetch })
  await client.request(question(world, consent.package)) // stays open
  await client.withdraw(1_000n)
}

test('the log adds up to the ledger, to the unit', async () => {
  await busyNetwork()
  const { chain, agencyA, agencyB, lender } = world
  const statement = await readStatement(chain.rpc, chain.deployment)
  let total = 0n
  for (const { account } of [agencyA, agencyB, lender]) {
    const inLedger = await chain.views.balanceOf(account.address)
    expect(statement.balances.get(account.address)).toEqual(inLedger)
    total += inLedger.free + inLedger.escrowed + inLedger.vesting
  }
  expect(total).toBe(await chain.views.accounted())
})

test('a statement ends at the block it is made for', async () => {
  const { chain, lender } = world
  const whole = await readStatement(chain.rpc, chain.deployment)
  const own = movementsOfAccount(whole, lender.account.address)
  const first = own[0]
  expect(first).toMatchObject({ kind: 'Deposited', free: 100_000_000n })
  const early = await readStatement(chain.rpc, chain.deployment, { toBlock: first?.block ?? 0 })
  expect(early.balances.get(lender.account.address)?.free).toBe(100_000_000n)
  expect(movementsOfAccount(early, lender.account.address)).toHaveLength(1)
})
