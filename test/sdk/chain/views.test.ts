import { readAllEvents, readHistory } from '@creditmesh/sdk/chain/history.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOf } from './fixtures.ts'
import { startTwoParties, type TwoParties } from './twoParties.ts'

let { chain, agency } = {} as TwoParties // set before each suite

beforeAll(async () => {
  ;({ chain, agency } = await startTwoParties())
})

afterAll(() => chain.close())

test('a member is read with its keys, and an account that never was one is null', async () => {
  const member = await chain.admit('keyed', { endpoint: 'http://127.0.0.1:1' })
  const { address } = member.account
  expect(await chain.views.memberOf(address)).toMatchObject({
    status: 'ACTIVE',
    roles: memberRoles.AGENCY,
    keyEpoch: 1,
    endpoint: 'http://127.0.0.1:1',
    name: 'keyed',
  })
  const keys = await chain.views.keysOf(address, 1)
  expect(keys.x25519).toEqual(member.x25519.publicKey)
  expect(keys.ed25519).toEqual(member.ed25519.publicKey)
  expect(keys.untilSec).toBeUndefined()
  expect(await chain.views.memberOf(chain.account('nobody').address)).toBeNull()
})

test('keys are found by the time of the evidence', async () => {
  const member = await chain.admit('rotating')
  const { address } = member.account
  const admittedAt = await chain.nowSec()
  await chain.mineUntil(admittedAt + 100)
  const rotate = chain.contracts.members.encode('rotateKeys', digestOf('x'), digestOf('e'))
  await member.account.send(rotate)
  const rotatedAt = await chain.nowSec()
  expect((await chain.views.keysAt(address, admittedAt + 50))?.epoch).toBe(1)
  expect((await chain.views.keysAt(address, rotatedAt))?.epoch).toBe(2)
  expect(await chain.views.keysAt(address, admittedAt - 1)).toBeNull()
})

test('a price list is summed over the categories asked', async () => {
  const entry = (category: number, product: number, outcome: number, amount: bigint) => ({
    category,
    product,
    outcome,
    amount,
  })
  await agency.send(
    chain.contracts.priceList.encode('setPrices', [
      entry(0, 1, 1, 100n),
      entry(1, 1, 1, 50n),
      entry(0, 1, 2, 7n),
      entry(0, 2, 1, 30n),
      entry(0, 3, 1, 60n),
    ]),
  )
  expect(await chain.views.quoteOf(agency.address, 0b11)).toEqual({
    fee: 150n,
    relayFee: 30n,
    missFee: 7n,
    tradePrice: 60n,
  })
})

test('money is where it was put', async () => {
  const saver = chain.account('saver')
  await chain.fund(saver, 5n)
  expect(await chain.views.balanceOf(saver.address)).toEqual({
    free: 5n,
    escrowed: 0n,
    vesting: 0n,
  })
  expect(await chain.views.tokenBalanceOf(saver.address)).toBe(0n)
  expect(await chain.views.donations()).toBe(0n)
  const held = await chain.views.tokenBalanceOf(chain.contracts.ledger.address)
  expect(await chain.views.accounted()).toBe(held)
})

test('credentials are anchored once and can be revoked', async () => {
  const id = digestOf('credential')
  const { credentials } = chain.contracts
  expect(await chain.views.credentialOf(id)).toBeNull()
  await agency.send(credentials.encode('anchor', [id]))
  const anchored = await chain.views.credentialOf(id)
  expect(anchored).toMatchObject({ issuer: agency.address })
  expect(anchored?.revokedAtSec).toBeUndefined()
  await agency.send(credentials.encode('revoke', id))
  expect((await chain.views.credentialOf(id))?.revokedAtSec).toBeGreaterThan(0)
})

test('reads of one turn see one block when it is named', async () => {
  const { number } = (await chain.rpc.request<{ number: `0x${string}` }>('eth_getBlockByNumber', [
    'latest',
    false,
  ])) as { number: `0x${string}` }
  const before = await chain.contracts.ledger.read('accounted', [], { block: Number(number) })
  await chain.fund(chain.account('later'), 9n)
  const { ledger } = chain.contracts
  expect(await ledger.read('accounted', [], { block: Number(number) })).toBe(before)
  expect(await ledger.read('accounted', [])).toBe(before + 9n)
})

test('every log of the network is decoded', async () => {
  const head = Number(await chain.rpc.request('eth_blockNumber'))
  const range = { fromBlock: chain.deployment.startBlock, toBlock: head }
  const addresses = Object.values(chain.deployment.addresses)
  const logs = await chain.rpc.request<unknown[]>('eth_getLogs', [
    { address: addresses, fromBlock: '0x0', toBlock: 'latest' },
  ])
  const events = await readAllEvents(chain.rpc, chain.deployment, range)
  expect(events).toHaveLength(logs.length)
  expect(events.length).toBeGreaterThan(30)
  const admitted = await readHistory(chain.rpc, chain.deployment, { name: 'MemberAdmitted' })
  expect(admitted.map(({ args }) => args.name)).toContain('lender')
})
