import { type IncomingCall, indexHeaders } from '@creditmesh/agency-node/http/call.ts'
import { createDispatch, type UntypedHandler } from '@creditmesh/agency-node/http/dispatch.ts'
import { isFromThisMachine } from '@creditmesh/agency-node/http/health.ts'
import { createRateLimiter } from '@creditmesh/agency-node/http/rateLimiter.ts'
import { equalBytes, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { targetOfRequestLine } from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { checkSignature, readResponseSignature } from '@creditmesh/sdk/wire/httpSignature/verify.ts'
import { memberRoleBits, memberStatus, type Route } from '@creditmesh/sdk/wire/route.ts'
import { agencyRoutes, relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'
import {
  agency,
  bodyOf,
  callOf,
  createHarness,
  type Harness,
  lender,
  memberOf,
  startSec,
  withHeader,
} from './harness.ts'

const legId = `0x${'11'.repeat(32)}` as const
const params = { legId }
const receipt = { deliveryHash: `0x${'22'.repeat(32)}`, signature: `0x${'33'.repeat(65)}` }
const key = `0x${'44'.repeat(32)}`
const answerKey: UntypedHandler = async () => ({ key })
const { receipt: receiptRoute, ask: askRoute, identify: identifyRoute } = agencyRoutes

function receiptCall(setup: Parameters<typeof callOf>[1] = {}): IncomingCall {
  return callOf(receiptRoute, { params, body: receipt, ...setup })
}

async function answer(
  call: IncomingCall,
  {
    route = receiptRoute as Route,
    handler = answerKey,
    harness = undefined as Harness | undefined,
  } = {},
) {
  const { options } = harness ?? (await createHarness())
  const answered = await createDispatch(route, handler, options)(call)
  return { ...answered, json: bodyOf(answered) }
}

describe('a well-signed request', () => {
  it('reaches its handler, parsed, with its caller', async () => {
    let seen: unknown
    const { status, json } = await answer(receiptCall({ headers: { 'idempotency-key': 'k-1' } }), {
      handler: async (context) => {
        seen = context
        return { key }
      },
    })
    expect(status).toBe(200)
    expect(json).toEqual({ key })
    expect(seen).toMatchObject({
      caller: {
        address: lender.address,
        keyEpoch: 1,
        roles: memberRoleBits.queryUser,
        isActive: true,
      },
      params,
      body: receipt,
      idempotencyKey: 'k-1',
    })
  })

  it('gets an answer signed and bound to it', async () => {
    const call = receiptCall()
    const { status, headers, body } = await answer(call)
    const request = {
      method: call.method,
      ...targetOfRequestLine(call.target, 'agency.example'),
      field: indexHeaders(call.rawHeaders),
    }
    const field = (name: string) => headers[name] ?? null
    const claimed = readResponseSignature({ status, field, request })
    expect(claimed.keyId.address).toBe(agency.address)
    checkSignature(claimed, agency.publicKey, tweetnaclSuite)
    expect(headers['content-length']).toBe(String(body.length))
  })

  it('gets its request id back when that is a UUID, and a fresh one otherwise', async () => {
    const id = '2b0f1f0e-8f5f-4b60-9d0b-0d9a4d7f2c11'
    const echoed = await answer(receiptCall({ headers: { 'x-request-id': id } }))
    expect(echoed.headers['x-request-id']).toBe(id)
    const telling = await answer(receiptCall({ headers: { 'x-request-id': '+49-170-555' } }))
    expect(telling.headers['x-request-id']).toMatch(/^0{8}-/)
  })

  it('is let in with a replaced key for five minutes after the rotation', async () => {
    const harness = await createHarness()
    const keys = harness.members.get(`${lender.address}#1`)
    if (keys === undefined) throw new Error('the harness has a lender')
    harness.members.set(`${lender.address}#1`, { ...keys, untilSec: startSec - 299 })
    expect(await answer(receiptCall(), { harness })).toMatchObject({ status: 200 })
  })
})

describe('authentication', () => {
  const cases: [string, string, (call: IncomingCall) => IncomingCall][] = [
    [
      'without a signature',
      'auth.signature_missing',
      (call) => withHeader(call, 'signature', null),
    ],
    [
      'without its input',
      'auth.signature_missing',
      (call) => withHeader(call, 'signature-input', null),
    ],
    ['for another method', 'auth.signature_invalid', (call) => ({ ...call, method: 'PUT' })],
    [
      'for another path',
      'auth.signature_invalid',
      (call) => ({ ...call, target: `${call.target}/x` }),
    ],
    [
      'with a query added',
      'auth.signature_invalid',
      (call) => ({ ...call, target: `${call.target}?a=1` }),
    ],
    [
      'with an altered body',
      'auth.signature_invalid',
      (call) => ({ ...call, readBody: async () => utf8('{}') }),
    ],
    [
      'with an altered digest',
      'auth.signature_invalid',
      (call) =>
        withHeader(
          call,
          'content-digest',
          'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
        ),
    ],
    [
      'without a digest',
      'auth.signature_invalid',
      (call) => withHeader(call, 'content-digest', null),
    ],
    [
      'with a header sent twice',
      'input.invalid',
      (call) => ({ ...call, rawHeaders: [...call.rawHeaders, 'Signature', 'creditmesh=:AA==:'] }),
    ],
    [
      'with Host sent twice',
      'input.invalid',
      (call) => ({ ...call, rawHeaders: [...call.rawHeaders, 'HOST', 'agency.example'] }),
    ],
    [
      'in absolute form',
      'input.invalid',
      (call) => ({ ...call, target: `http://agency.example${call.target}` }),
    ],
  ]

  it.each(cases)('error: refuses a request %s with %s', async (_, code, change) => {
    const handled: unknown[] = []
    const refused = await answer(change(receiptCall()), {
      handler: async (context) => void handled.push(context),
    })
    expect(refused.json.code).toBe(code)
    expect(handled).toEqual([])
  })

  it('error: refuses what was signed for another host', async () => {
    const { json } = await answer(receiptCall({ host: 'other.example' }))
    expect(json.code).toBe('auth.signature_invalid')
  })

  it.each([
    ['expired', -300],
    ['from the future', 61],
  ])('error: refuses a signature %s', async (_, offsetSec) => {
    const { json } = await answer(receiptCall({ nowSec: startSec + offsetSec }))
    expect(json.code).toBe('auth.clock_skew')
  })

  it('error: refuses the same request twice', async () => {
    const harness = await createHarness()
    const call = receiptCall()
    expect((await answer(call, { harness })).status).toBe(200)
    expect((await answer(call, { harness })).json.code).toBe('auth.nonce_replayed')
  })

  it('error: of two copies that arrive together one passes', async () => {
    const harness = await createHarness()
    const call = receiptCall()
    const both = await Promise.all([answer(call, { harness }), answer(call, { harness })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  it('error: refuses a stranger, an epoch never registered and another member under this id', async () => {
    const stranger = memberOf(9)
    const nextEpoch = memberOf(2, 2)
    const impostor = { ...stranger.signer, keyId: lender.signer.keyId }
    for (const [signer, code] of [
      [stranger.signer, 'auth.member_unknown'],
      [nextEpoch.signer, 'auth.member_unknown'],
      [impostor, 'auth.signature_invalid'],
    ] as const) {
      expect((await answer(receiptCall({ signer }))).json.code).toBe(code)
    }
  })

  it('error: refuses a key replaced more than five minutes ago', async () => {
    const harness = await createHarness()
    const keys = harness.members.get(`${lender.address}#1`)
    if (keys === undefined) throw new Error('the harness has a lender')
    harness.members.set(`${lender.address}#1`, { ...keys, untilSec: startSec - 300 })
    expect((await answer(receiptCall(), { harness })).json.code).toBe('auth.signature_invalid')
  })

  it('does not spend a nonce on what does not verify', async () => {
    const harness = await createHarness()
    const call = receiptCall()
    const signature = utf8('x'.repeat(64))
    const forged = withHeader(
      call,
      'signature',
      `creditmesh=:${btoa(String.fromCharCode(...signature))}:`,
    )
    expect((await answer(forged, { harness })).json.code).toBe('auth.signature_invalid')
    expect(harness.nonces.size).toBe(0)
    expect((await answer(call, { harness })).status).toBe(200)
  })

  it('does not read a body before it knows the sender', async () => {
    let reads = 0
    const call = {
      ...receiptCall({ signer: memberOf(9).signer }),
      readBody: async () => {
        reads += 1
        return new Uint8Array()
      },
    }
    expect((await answer(call)).status).toBe(401)
    expect(reads).toBe(0)
  })
})

describe('roles and standing', () => {
  async function harnessWith(status: number): Promise<Harness> {
    const harness = await createHarness()
    const keys = harness.members.get(`${lender.address}#1`)
    if (keys !== undefined) harness.members.set(`${lender.address}#1`, { ...keys, status })
    return harness
  }

  it.each(['suspended', 'paused', 'left'] as const)(
    'a member that is %s still gets the key for its receipt, which is due to it',
    async (status) => {
      const harness = await harnessWith(memberStatus[status])
      expect((await answer(receiptCall(), { harness })).status).toBe(200)
    },
  )

  it.each(['suspended', 'paused', 'left'] as const)(
    'error: a member that is %s may not ask',
    async (status) => {
      const harness = await harnessWith(memberStatus[status])
      const call = callOf(askRoute, { params, body: {} })
      const refused = await answer(call, { harness, route: askRoute })
      expect(refused).toMatchObject({ status: 403, json: { code: 'auth.member_suspended' } })
    },
  )

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

describe('what is sent', () => {
  async function refusedBody(bytes: Uint8Array) {
    const { status, json } = await answer(receiptCall({ bytes }))
    return { status, code: json.code, detail: String(json.detail) }
  }

  it.each([
    ['no JSON', '{"deliveryHash":'],
    ['nothing', ' '],
    ['a list', '[]'],
    ['null', 'null'],
    ['an unknown member', JSON.stringify({ ...receipt, more: 1 })],
    ['a hash that is too short', JSON.stringify({ ...receipt, deliveryHash: '0x22' })],
    [
      'a list in place of a hash',
      JSON.stringify({ ...receipt, deliveryHash: [receipt.deliveryHash] }),
    ],
    ['an object in place of a hash', JSON.stringify({ ...receipt, deliveryHash: { toString: 1 } })],
    ['a prototype', `{"__proto__":{"isAdmin":true},${JSON.stringify(receipt).slice(1)}`],
    ['a prototype in escapes', `{"\\u005f_proto__":1,${JSON.stringify(receipt).slice(1)}`],
    ['a constructor', JSON.stringify({ ...receipt, constructor: { prototype: { x: 1 } } })],
    ['33 levels', `${'['.repeat(34)}${']'.repeat(34)}`],
    ['100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('error: refuses %s', async (_, text) => {
    expect(await refusedBody(utf8(text))).toMatchObject({ status: 400, code: 'input.invalid' })
    expect({}).not.toHaveProperty('isAdmin')
  })

  it('error: refuses bytes that are not UTF-8', async () => {
    expect(await refusedBody(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({
      code: 'input.invalid',
    })
  })

  it('error: does not quote what was sent', async () => {
    const { detail } = await refusedBody(utf8('{"name": Jane Doe}'))
    expect(detail).not.toContain('Jane')
  })

  it.each([
    ['another content type', { 'content-type': 'text/plain' }],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }],
    ['an encoding', { 'content-encoding': 'gzip' }],
  ])('error: refuses %s', async (_, headers) => {
    const { json } = await answer(receiptCall({ headers }))
    expect(json.code).toBe('input.invalid')
  })

  it('error: refuses a malformed path parameter before reading the body', async () => {
    let reads = 0
    const call = receiptCall({ params: { legId: '0x11' } })
    const counting = {
      ...call,
      readBody: async () => {
        reads += 1
        return new Uint8Array()
      },
    }
    expect((await answer(counting)).json.code).toBe('input.invalid')
    expect(reads).toBe(0)
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

describe('failures', () => {
  it('error: a refusal of the handler keeps its code, and is signed', async () => {
    const { status, json, headers } = await answer(receiptCall(), {
      handler: async () => {
        throw new MeshError('query.lapsed')
      },
    })
    expect(status).toBe(410)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(json).toMatchObject({ code: 'query.lapsed', requestId: headers['x-request-id'] })
    expect(headers.signature).toBeDefined()
  })

  it('error: an unexpected failure tells nothing of itself', async () => {
    const harness = await createHarness()
    const { status, body } = await answer(receiptCall(), {
      harness,
      handler: async () => {
        throw new TypeError('no record of Jane Doe, 1970-01-01')
      },
    })
    expect(status).toBe(500)
    const written = new TextDecoder().decode(body) + JSON.stringify(harness.log)
    expect(written).not.toContain('Jane')
    expect(harness.log).toMatchObject([
      { level: 'error', fields: { code: 'internal.unexpected', causes: [{ name: 'TypeError' }] } },
    ])
  })
})

describe('the log', () => {
  it('has one line a request: route by name, caller, status, no path, query, body or address', async () => {
    const harness = await createHarness()
    await answer(receiptCall({ query: '?name=Jane' }), { harness })
    await answer(receiptCall({ signer: null }), { harness })
    expect(harness.log).toMatchObject([
      { level: 'info', fields: { route: 'receipt', status: 200, caller: lender.address } },
      { level: 'warn', fields: { route: 'receipt', status: 401, code: 'auth.signature_missing' } },
    ])
    const written = JSON.stringify(harness.log)
    for (const secret of ['Jane', legId, receipt.deliveryHash, '192.0.2.1']) {
      expect(written).not.toContain(secret)
    }
  })

  it('is counted in the metrics by route and status alone', async () => {
    const harness = await createHarness()
    await answer(receiptCall(), { harness })
    await answer(receiptCall({ signer: null }), { harness })
    const text = harness.options.metrics.render()
    expect(text).toContain('creditmesh_http_requests_total{route="receipt",status="200"} 1')
    expect(text).toContain('creditmesh_http_requests_total{route="receipt",status="401"} 1')
    expect(text).toContain('creditmesh_http_request_duration_seconds_count{route="receipt"} 2')
    expect(text).not.toContain('0x')
  })
})

describe('a public route', () => {
  it('answers anyone, signed all the same', async () => {
    const status = {
      member: agency.address,
      keyEpoch: 1,
      version: '0',
      chainId: 1,
      block: 1,
      blockTime: 1,
    }
    const call = callOf(agencyRoutes.status, { signer: null })
    const answered = await answer(call, { route: agencyRoutes.status, handler: async () => status })
    expect(answered.status).toBe(200)
    expect(answered.headers.signature).toBeDefined()
  })

  it('error: refuses an action that is not that of its path', async () => {
    const consentId = `0x${'55'.repeat(32)}`
    const call = callOf(relayerRoutes.pauseConsent, {
      params: { consentId },
      signer: null,
      body: { action: 'withdraw' },
    })
    const { json } = await answer(call, { route: relayerRoutes.pauseConsent })
    expect(json).toMatchObject({ code: 'input.invalid', details: { field: 'action' } })
  })

  it('the answer to a body is the same bytes each time', async () => {
    const harness = await createHarness()
    const [first, second] = [
      await answer(receiptCall(), { harness }),
      await answer(receiptCall(), { harness }),
    ]
    expect(equalBytes(first.body, second.body)).toBe(true)
  })
})
