import { indexHeaders } from '@creditmesh/agency-node/http/call.ts'
import { equalBytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { targetOfRequestLine } from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { checkSignature, readResponseSignature } from '@creditmesh/sdk/wire/httpSignature/verify.ts'
import { memberRoleBits } from '@creditmesh/sdk/wire/route.ts'
import { agencyRoutes, relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'
import { agency, callOf, createHarness, lender, startSec } from './harness.ts'
import { answer, key, legId, params, receipt, receiptCall } from './receiptCalls.ts'

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
