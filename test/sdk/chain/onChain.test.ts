import { toRecordedSettlement } from '@creditmesh/sdk/chain/compactSignature.ts'
import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import { consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf, grantFor, idsOf, settle, termsFor } from './fixtures.ts'
import { startTwoParties, type TwoParties } from './twoParties.ts'

let { chain, lender, agency, nowSec, record } = {} as TwoParties // set before each suite

beforeAll(async () => {
  ;({ chain, lender, agency, nowSec, record } = await startTwoParties())
})

afterAll(() => chain.close())

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
    const { grant, subject } = await record()
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
