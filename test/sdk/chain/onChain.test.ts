import { toRecordedSettlement } from '@creditmesh/sdk/chain/compactSignature.ts'
import { type ConsentGrant, toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { readAllEvents, readHistory } from '@creditmesh/sdk/chain/history.ts'
import { consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { createAddressScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../scripts/chain/account.ts'
import { startTestChain, type TestChain } from '../../support/localChain.ts'
import { digestOf, grantFor, idsOf, settle, termsFor } from './fixtures.ts'

let chain: TestChain
let lender: Account
let agency: Account
let nowSec: number
let count = 0

beforeAll(async () => {
  chain = await startTestChain()
  lender = (await chain.admit('lender', { roles: memberRoles.QUERY_USER })).account
  agency = (await chain.admit('agency', { endpoint: 'http://127.0.0.1:9' })).account
  await chain.fund(lender, 50_000_000n)
})

afterAll(() => chain.close())

beforeEach(async () => {
  nowSec = await chain.nowSec()
  count += 1
})

/** A recorded consent of a fresh key. */
async function record(changes: Partial<ConsentGrant> = {}) {
  const subject = chain.account(`subject-${count}`)
  const parties = { subject: subject.address, grantee: lender.address, agency: agency.address }
  const grant = grantFor(parties, nowSec, changes)
  const signature = chain.typedData.consentGrant.sign(grant, subject.secretKey)
  const { consents } = chain.contracts
  // Anybody brings it: here the council.
  await chain.council.send(consents.encode('record', toRecordedGrant(grant), signature))
  return { subject, grant }
}

describe('what the SDK computes is what the contracts compute', () => {
  test('the id of a grant', async () => {
    const { grant } = await record()
    const { consents } = chain.contracts
    expect(await consents.read('hashGrant', [toRecordedGrant(grant)])).toBe(consentIdOf(grant))
    expect(await chain.views.statusOf(grant)).toBe('ACTIVE')
    expect(await chain.views.slotOf(consentIdOf(grant))).toMatchObject({ state: 'ACTIVE', uses: 0 })
  })

  test('the ids of a leg, and every hash and signature of its settlement', async () => {
    const { grant } = await record()
    const terms = termsFor(grant, agency.address, nowSec)
    const { queries } = chain.contracts
    await lender.send(queries.encode('request', terms, toRecordedGrant(grant), []))
    expect(await chain.views.legOfQuery(terms)).toMatchObject({ state: 'OPEN', isLapsed: false })

    const { delivery, settlement } = settle(chain, terms, { buyer: lender, seller: agency })
    await chain.council.send(queries.encode('settleQuery', terms, toRecordedSettlement(settlement)))

    const { legId, queryId } = idsOf(chain, terms)
    const [settled] = await readHistory(chain.rpc, chain.deployment, {
      name: 'LegSettled',
      where: { legId },
    })
    expect(settled?.args).toMatchObject({
      queryId,
      buyer: lender.address,
      seller: agency.address,
      outcome: 1,
      paid: terms.fee,
      deliveryHash: chain.typedData.delivery.hash(delivery),
      key: settlement.key,
    })
    expect((await chain.views.legOfQuery(terms)).state).toBe('SETTLED')
    expect((await chain.views.balanceOf(agency.address)).free).toBeGreaterThanOrEqual(terms.fee)
  })

  test('the scope of several agencies and its proof', async () => {
    const others = ['b', 'c', 'd'].map((name) => chain.account(name).address)
    const scope = createAddressScope([agency.address, ...others])
    const { grant } = await record({ agencyScopeKind: 2, agencyScope: scope.root })
    const terms = termsFor(grant, agency.address, nowSec)
    const proof = scope.proofOf(agency.address)
    const { queries } = chain.contracts
    await lender.send(queries.encode('request', terms, toRecordedGrant(grant), proof))
    expect((await chain.views.legOfQuery(terms)).state).toBe('OPEN')
  })

  test('the statements by which a subject pauses, resumes and withdraws', async () => {
    const { grant, subject } = await record({ maxUses: 1 })
    const recorded = toRecordedGrant(grant)
    const { consents } = chain.contracts
    const steps = [
      ['pause', chain.typedData.consentPause, 'PAUSED'],
      ['resume', chain.typedData.consentResume, 'ACTIVE'],
      ['withdraw', chain.typedData.consentWithdraw, 'WITHDRAWN'],
    ] as const
    for (const [i, [name, type, state]] of steps.entries()) {
      const action = { consentId: consentIdOf(grant), seq: i + 1, deadline: nowSec + 600 }
      const signature = type.sign(action, subject.secretKey)
      const call = consents.encode(name, recorded, action.seq, action.deadline, signature)
      await chain.council.send(call)
      expect(await chain.views.statusOf(grant)).toBe(state)
    }
    expect(await chain.views.refusalOf(grant)).toBe('consent.withdrawn')
  })

  test('the cancellation of a grant that was never recorded', async () => {
    const subject = chain.account('cancelling')
    const parties = { subject: subject.address, grantee: lender.address, agency: agency.address }
    const grant = grantFor(parties, nowSec, { nonce: digestOf('cancelled') })
    const cancel = { consentId: consentIdOf(grant), deadline: nowSec + 60 }
    const signature = chain.typedData.consentCancel.sign(cancel, subject.secretKey)
    const { consents } = chain.contracts
    await chain.council.send(
      consents.encode('cancel', toRecordedGrant(grant), cancel.deadline, signature),
    )
    expect(await chain.views.refusalOf(grant)).toBe('consent.cancelled')
  })
})

describe('views', () => {
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
})

describe('error: what the contracts refuse has a stable code', () => {
  test('error: a withdrawn consent', async () => {
    const { grant, subject } = await record()
    const action = { consentId: consentIdOf(grant), seq: 1, deadline: nowSec + 600 }
    const signature = chain.typedData.consentWithdraw.sign(action, subject.secretKey)
    const { consents, queries } = chain.contracts
    await chain.council.send(
      consents.encode('withdraw', toRecordedGrant(grant), 1, action.deadline, signature),
    )
    const terms = termsFor(grant, agency.address, nowSec)
    await expect(
      lender.send(queries.encode('request', terms, toRecordedGrant(grant), [])),
    ).rejects.toMatchObject({ code: 'consent.withdrawn' })
  })

  test('error: an escrow above the balance, with both amounts', async () => {
    const { grant } = await record()
    const terms = termsFor(grant, agency.address, nowSec, { fee: 10n ** 20n })
    const { queries } = chain.contracts
    await expect(
      lender.send(queries.encode('request', terms, toRecordedGrant(grant), [])),
    ).rejects.toMatchObject({ code: 'payment.insufficient', details: { amount: 10n ** 20n } })
  })

  test('error: a suspended agency', async () => {
    const { account } = await chain.admit('suspended')
    await chain.council.send(chain.contracts.members.encode('suspend', account.address))
    const { grant } = await record({ agencyScopeKind: 0, agencyScope: `0x${'00'.repeat(32)}` })
    const terms = termsFor(grant, account.address, nowSec)
    const { queries } = chain.contracts
    await expect(
      lender.send(queries.encode('request', terms, toRecordedGrant(grant), [])),
    ).rejects.toMatchObject({ code: 'auth.member_suspended' })
  })

  test('error: a grant wider than its purpose, naming the attribute and the bound', async () => {
    await expect(record({ lookbackMonths: 61 })).rejects.toMatchObject({
      code: 'fair_use.exceeded',
      details: { attribute: 'lookbackMonths', value: 61n, bound: 60n },
    })
  })

  test('error: employment, which is off by default', async () => {
    await expect(record({ purpose: 8, detail: 1 })).rejects.toMatchObject({
      code: 'fair_use.exceeded',
    })
  })

  test('error: the same leg twice', async () => {
    const { grant } = await record({ attempts: 3 })
    const terms = termsFor(grant, agency.address, nowSec)
    const call = chain.contracts.queries.encode('request', terms, toRecordedGrant(grant), [])
    await lender.send(call)
    await expect(lender.send(call)).rejects.toMatchObject({
      code: expect.stringMatching(/^(chain\.already_done|consent\.consumed)$/),
    })
  })

  test('error: who has not the role', async () => {
    const { members } = chain.contracts
    await expect(lender.send(members.encode('suspend', agency.address))).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    await expect(
      chain.council.send(chain.contracts.consents.encode('proposeInvalidation', digestOf('x'), 1)),
    ).rejects.toMatchObject({ code: 'auth.forbidden' })
  })

  test('error: a view that reverts', async () => {
    await expect(chain.views.keysOf(agency.address, 9)).rejects.toMatchObject({
      code: 'input.invalid',
      details: { revert: 'MembersNoSuchEpoch', epoch: 9 },
    })
  })
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
