import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { interfaces } from '@creditmesh/sdk/chain/interfaces.ts'
import { knownErrors, revertError } from '@creditmesh/sdk/chain/revert.ts'
import { revertCodes } from '@creditmesh/sdk/chain/revertCodes.ts'
import { AbiCoder, concat, encodeBytes32String } from 'ethers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf, termsFor } from './fixtures.ts'
import { startTwoParties, type TwoParties } from './twoParties.ts'

let { chain, lender, agency, nowSec, record } = {} as TwoParties // set before each suite

beforeAll(async () => {
  ;({ chain, lender, agency, nowSec, record } = await startTwoParties())
})

afterAll(() => chain.close())

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

describe('decoding', () => {
  test('every custom error of our contracts has a code of its own choosing', () => {
    const byState = ['ConsentsNotUsable', 'ConsentsInvalidTransition']
    const ours = [...knownErrors.values()]
      .map(({ name }) => name)
      .filter((name) => /^(Members|PriceList|Credentials|Consents|Ledger|Queries)/.test(name))
    const without = ours.filter((name) => !(name in revertCodes) && !byState.includes(name))
    expect(ours.length).toBeGreaterThan(60)
    expect(without).toEqual([])
  })

  test('no code is kept for an error that no contract has', () => {
    const names = new Set([...knownErrors.values()].map(({ name }) => name))
    expect(Object.keys(revertCodes).filter((name) => !names.has(name))).toEqual([])
  })

  test.each([
    [0, 'consent.not_found'],
    [2, 'consent.paused'],
    [3, 'consent.withdrawn'],
    [4, 'consent.revoked'],
    [5, 'consent.expired'],
    [6, 'consent.consumed'],
    [7, 'consent.superseded'],
    [8, 'consent.invalidated'],
    [9, 'consent.cancelled'],
  ])('a consent in state %i that is not usable is %s', (state, code) => {
    expect(revertError(revertOf('ConsentsNotUsable', [digestOf('id'), state])).code).toBe(code)
  })

  test.each([
    [1, 1, 'consent.exists'],
    [9, 1, 'consent.cancelled'],
    [3, 2, 'consent.invalid_transition'],
    [3, 1, 'consent.invalid_transition'],
  ])('a consent that goes from %i to %i is %s', (from, to, code) => {
    const data = revertOf('ConsentsInvalidTransition', [digestOf('id'), from, to])
    expect(revertError(data).code).toBe(code)
  })

  test('error: a refusal reads as a sentence, with states by their names', () => {
    expect(revertError(revertOf('ConsentsNotUsable', [digestOf('id'), 6]))).toMatchObject({
      detail: 'The consent has no use left.',
      details: { revert: 'ConsentsNotUsable', state: 'CONSUMED' },
    })
    const twice = revertOf('ConsentsInvalidTransition', [digestOf('id'), 3, 3])
    expect(revertError(twice).detail).toBe('The consent is WITHDRAWN already.')
    const back = revertOf('ConsentsInvalidTransition', [digestOf('id'), 3, 2])
    expect(revertError(back)).toMatchObject({
      detail: 'The consent is WITHDRAWN, and cannot become PAUSED.',
      details: { from: 'WITHDRAWN', to: 'PAUSED' },
    })
  })

  test('error: a bound of fair use is named with what was asked and what may be', () => {
    const named = (text: string) => encodeBytes32String(text)
    const mask = revertOf('ConsentsFairUseExceeded', [named('detail'), 7, 3])
    expect(revertError(mask).detail).toBe(
      'The grant is wider than its purpose allows: detail is SCORE_ONLY, SUMMARY, DETAIL, and may be SCORE_ONLY, SUMMARY.',
    )
    const uses = revertOf('ConsentsFairUseExceeded', [named('maxUses'), 9, 1])
    expect(revertError(uses).detail).toContain('maxUses is 9, and may be at most 1.')
    const field = revertOf('ConsentsGrantMalformed', [named('maxHops')])
    expect(revertError(field).detail).toBe('The input does not fit the schema: maxHops.')
  })

  test('error: an error of nobody we know is still an answer, with its selector', () => {
    expect(revertError('0xdeadbeef')).toMatchObject({
      code: 'chain.reverted',
      details: { selector: '0xdeadbeef' },
    })
    expect(revertError('0x').code).toBe('chain.reverted')
  })

  test('error: a sentence, as some contracts revert with', () => {
    const coder = AbiCoder.defaultAbiCoder()
    const data = concat(['0x08c379a0', coder.encode(['string'], ['no'])]) as `0x${string}`
    expect(revertError(data)).toMatchObject({
      code: 'chain.reverted',
      detail: expect.stringContaining('no'),
    })
  })
})

function revertOf(name: string, values: unknown[]) {
  const codec = Object.values(interfaces).find((each) => each.getError(name) !== null)
  return codec?.encodeErrorResult(name, values) as `0x${string}`
}
