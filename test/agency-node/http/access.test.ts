import { createDispatch } from '@creditmesh/agency-node/http/dispatch.ts'
import { isFromThisMachine } from '@creditmesh/agency-node/http/health.ts'
import { createRateLimiter } from '@creditmesh/agency-node/http/rateLimiter.ts'
import { memberStatus } from '@creditmesh/sdk/wire/route.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'
import { agency, callOf, createHarness, type Harness, lender, withHeader } from './harness.ts'
import { answer, askRoute, identifyRoute, legId, params, receiptCall } from './receiptCalls.ts'

describe('roles and standing', () => {
  async function harnessWith(status: number): Promise<Harness> {
    const harness = await createHarness()
    const keys = harness.members.get(`${lender.address}#1`)
    if (keys !== undefined) harness.members.set(`${lender.address}#1`, { ...keys, status })
    return harness
  }

  it.each([
    'suspended',
    'paused',
    'left',
  ] as const)('a member that is %s still gets the key for its receipt, which is due to it', async (status) => {
    const harness = await harnessWith(memberStatus[status])
    expect((await answer(receiptCall(), { harness })).status).toBe(200)
  })

  it.each([
    'suspended',
    'paused',
    'left',
  ] as const)('error: a member that is %s may not ask', async (status) => {
    const harness = await harnessWith(memberStatus[status])
    const call = callOf(askRoute, { params, body: {} })
    const refused = await answer(call, { harness, route: askRoute })
    expect(refused).toMatchObject({ status: 403, json: { code: 'auth.member_suspended' } })
  })

  it('error: a lender may not identify a person to an agency', async () => {
    const call = callOf(identifyRoute, {
      params: { queryId: legId },
      body: { sealed: new Uint8Array(4) },
    })
    const refused = await answer(call, { route: identifyRoute })
    expect(refused).toMatchObject({ status: 403, json: { code: 'auth.forbidden' } })
  })

  it('an operator route looks like no route to everyone else', async () => {
    const call = callOf(agencyRoutes.metrics, { signer: null })
    const refused = await answer(call, { route: agencyRoutes.metrics })
    expect(refused).toMatchObject({ status: 404, json: { code: 'route.not_found' } })
    const harness = await createHarness({ isOperator: () => true })
    const served = await createDispatch(
      agencyRoutes.metrics,
      async () => 'up 1\n',
      harness.options,
    )(call)
    expect(new TextDecoder().decode(served.body)).toBe('up 1\n')
  })

  it('takes this machine for the operator, unless through a proxy', () => {
    const call = callOf(agencyRoutes.metrics, { signer: null })
    const from = (remoteAddress: string) => isFromThisMachine({ ...call, remoteAddress })
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map(from)).toEqual([true, true, true])
    expect(['10.0.0.1', '::2', '1270.0.0.1'].map(from)).toEqual([false, false, false])
    const proxied = withHeader({ ...call, remoteAddress: '::1' }, 'x-forwarded-for', '8.8.8.8')
    expect(isFromThisMachine(proxied)).toBe(false)
  })
})

describe('limits', () => {
  it('error: a member beyond its rate is told when to come back', async () => {
    const harness = await createHarness()
    const statuses = []
    for (let i = 0; i < 21; i += 1) statuses.push((await answer(receiptCall(), { harness })).status)
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(statuses[20]).toBe(429)
    harness.clock.nowSec += 1
    expect((await answer(receiptCall(), { harness })).status).toBe(200)
  })

  it('error: a network that fails to sign is refused before any signature is looked at', async () => {
    const harness = await createHarness()
    const unsigned = () => answer(receiptCall({ signer: null }), { harness })
    for (let i = 0; i < 5; i += 1) expect((await unsigned()).status).toBe(401)
    const refused = await unsigned()
    expect(refused.status).toBe(429)
    expect(refused.headers['retry-after']).toBe('1')
    const elsewhere = await answer(receiptCall({ remoteAddress: '198.51.100.7' }), { harness })
    expect(elsewhere.status).toBe(200)
  })

  it('counts members apart', async () => {
    const nowMs = () => 0
    const member = createRateLimiter({ perSecond: 1, burst: 1 }, nowMs)
    const network = createRateLimiter({ perSecond: 1, burst: 100 }, nowMs)
    const harness = await createHarness({ limits: { member, network } })
    expect((await answer(receiptCall(), { harness })).status).toBe(200)
    expect((await answer(receiptCall(), { harness })).status).toBe(429)
    expect((await answer(receiptCall({ signer: agency.signer }), { harness })).status).toBe(200)
  })
})
