import { once } from 'node:events'
import { createHttpClient } from '@creditmesh/sdk/client/http.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'
import { agency } from './harness.ts'
import { key, legId, receipt, sendRaw, start } from './nodeOnPort.ts'

describe('a node on a port', () => {
  it('answers a member, whose client verifies the answer', async () => {
    const { client } = await start()
    const params = { legId }
    expect(await client.call(agencyRoutes.receipt, { params, body: receipt })).toEqual({ key })
    expect(await client.call(agencyRoutes.legState, { params })).toEqual({
      legId,
      state: 'settled',
      settleBy: 9,
    })
  })

  it('carries bytes and a large body there and back', async () => {
    const { server } = await start()
    const client = createHttpClient({
      baseUrl: server.url,
      signer: agency.signer,
      peer: { address: agency.address, lookupKey: async () => agency.publicKey },
      nacl: tweetnaclSuite,
    })
    const sealed = new Uint8Array(60_000).map((_, i) => i)
    const params = { queryId: legId }
    const answer = await client.call(agencyRoutes.identify, { params, body: { sealed } })
    expect(answer.sealed).toEqual(sealed)
  })

  it('serves health, metrics, errors and its description to whoever may see them', async () => {
    const { server } = await start()
    const client = createHttpClient({ baseUrl: server.url, nacl: tweetnaclSuite })
    const params = {}
    expect(await client.call(agencyRoutes.live, { params })).toEqual({ status: 'live' })
    expect(await client.call(agencyRoutes.ready, { params })).toEqual({ status: 'ready' })
    expect((await client.call(agencyRoutes.openapi, { params })).openapi).toBe('3.1.0')
    expect(await client.call(agencyRoutes.metrics, { params })).toContain('route="live"')
    const code = 'consent.paused'
    expect(await client.call(agencyRoutes.explainError, { params: { code } })).toMatchObject({
      code,
      status: 403,
    })
  })

  it('sends no fingerprint and lets nothing be cached, framed or sniffed', async () => {
    const { server } = await start()
    const { headers } = await fetch(`${server.url}/livez`)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('etag')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('keeps a connection for the next request', async () => {
    const { server } = await start()
    const request = 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n'
    const last = 'GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    const raw = await sendRaw(server, request, last)
    expect(raw.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  })

  it.each([
    ['GET', '/'],
    ['GET', '/v1/legs'],
    ['GET', '/V1/status'],
    ['GET', '/livez/'],
    ['POST', '/livez'],
    ['HEAD', '/livez'],
    ['DELETE', '/v1/status'],
    ['GET', '/errors/no.such'],
    ['GET', '/console'],
  ])('error: %s %s is no route, and every such answer is alike', async (method, path) => {
    const { server } = await start()
    const response = await fetch(server.url + path, { method })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    if (method !== 'HEAD') expect(await response.json()).toMatchObject({ code: 'route.not_found' })
  })

  it('error: a path that does not decode is refused', async () => {
    const { server } = await start()
    const response = await fetch(`${server.url}/errors/%E0%A4`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'input.invalid' })
  })

  it('error: an unsigned request to a signed route is refused', async () => {
    const { server } = await start()
    const response = await fetch(`${server.url}/v1/legs/${legId}`)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'auth.signature_missing' })
  })

  it('error: a refusal reaches the caller with its code and details', async () => {
    const details = { attribute: 'maxUses' }
    const { client } = await start({
      receipt: () => Promise.reject(new MeshError('fair_use.exceeded', { details })),
    })
    const call = client.call(agencyRoutes.receipt, { params: { legId }, body: receipt })
    await expect(call).rejects.toMatchObject({ code: 'fair_use.exceeded', details })
  })

  it('tells a handler that its caller has gone', async () => {
    const arrived = Promise.withResolvers<AbortSignal>()
    const { client } = await start({
      receipt: async ({ signal }) => {
        arrived.resolve(signal)
        await once(signal, 'abort')
        return { key }
      },
    })
    const gone = new AbortController()
    const options = { params: { legId }, body: receipt, signal: gone.signal }
    const call = client.call(agencyRoutes.receipt, options)
    const signal = await arrived.promise
    gone.abort(new Error('the caller changed its mind'))
    await expect(call).rejects.toThrowError('the caller changed its mind')
    if (!signal.aborted) await once(signal, 'abort')
    expect(signal.aborted).toBe(true)
  })
})
