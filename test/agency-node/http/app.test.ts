import { once } from 'node:events'
import { connect } from 'node:net'
import { createApp } from '@creditmesh/agency-node/http/app.ts'
import type { Handlers } from '@creditmesh/agency-node/http/handler.ts'
import { healthHandlers } from '@creditmesh/agency-node/http/health.ts'
import {
  type HttpServer,
  type HttpServerOptions,
  startHttpServer,
} from '@creditmesh/agency-node/http/server.ts'
import { createHttpClient } from '@creditmesh/sdk/client/http.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { agency, createHarness, lender } from './harness.ts'

const legId = `0x${'11'.repeat(32)}` as const
const receipt = {
  deliveryHash: `0x${'22'.repeat(32)}`,
  signature: `0x${'33'.repeat(65)}`,
} as const
const key = `0x${'44'.repeat(32)}` as const

type AgencyHandlers = Handlers<typeof agencyRoutes>

const open: HttpServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close(0)
})

async function start(
  changes: Partial<AgencyHandlers> = {},
  serverOptions: Partial<HttpServerOptions> = {},
) {
  const hosts = new Set<string>()
  const harness = await createHarness({ nowSec: () => Math.floor(Date.now() / 1000) })
  const { authentication, metrics } = harness.options
  if (authentication === undefined) throw new Error('the harness authenticates')
  const options = {
    ...harness.options,
    isOperator: () => true,
    authentication: {
      ...authentication,
      nowSec: harness.options.nowSec,
      isOwnAuthority: (authority: string) => hosts.has(authority),
    },
  }
  const notAsked = () => Promise.reject(new MeshError('query.refused'))
  const app = createApp(
    agencyRoutes,
    {
      ...healthHandlers({
        routes: agencyRoutes,
        title: 'agency',
        version: '0.1.0',
        metrics,
        checkReady: async () => {},
      }),
      status: notAsked,
      ask: notAsked,
      receipt: async () => ({ key }),
      legState: async ({ params }) => ({
        legId: params.legId,
        state: 'settled' as const,
        settleBy: 9,
      }),
      identify: async ({ body }) => ({ sealed: body.sealed }),
      ...changes,
    },
    options,
  )
  const server = await startHttpServer(app, { port: 0, ...serverOptions })
  open.push(server)
  hosts.add(new URL(server.url).host)
  const client = createHttpClient({
    baseUrl: server.url,
    signer: lender.signer,
    peer: { address: agency.address, lookupKey: async () => agency.publicKey },
    nacl: tweetnaclSuite,
    attempts: 1,
  })
  return { server, client, harness }
}

/** Sends these very bytes and gives all that comes back until the server ends the connection. */
async function sendRaw(server: HttpServer, ...parts: readonly string[]): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  for (const part of parts) socket.write(part)
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  socket.on('error', () => {}) // a reset ends the connection as well as an end does
  await once(socket, 'close')
  return received
}

function statusOf(raw: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(raw)?.[1])
}

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

describe('hostile bytes on the wire', () => {
  it('error: a body that is too large is refused, read or unread', async () => {
    const { server } = await start()
    const body = 'x'.repeat(600_000)
    const response = await fetch(`${server.url}/livez`, { method: 'POST', body })
    expect(response.status).toBe(404)
    const { client } = await start({ receipt: async () => ({ key }) })
    const tooLong = { ...receipt, signature: `0x${'33'.repeat(4000)}` } as const
    const call = client.call(agencyRoutes.receipt, { params: { legId }, body: tooLong })
    await expect(call).rejects.toMatchObject({ code: 'input.too_large' })
  })

  it('error: a GET may carry no body', async () => {
    const { server } = await start()
    const raw = await sendRaw(
      server,
      'GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello',
    )
    expect(statusOf(raw)).toBe(413)
  })

  it('error: a chunked body is bounded too', async () => {
    const { server } = await start()
    const chunk = `8000\r\n${'y'.repeat(0x8000)}\r\n`
    const raw = await sendRaw(
      server,
      'GET /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n',
      ...Array.from({ length: 40 }, () => chunk),
    )
    expect(statusOf(raw)).toBe(413)
  })

  it.each([
    ['two lengths', 'Content-Length: 1\r\nContent-Length: 2'],
    ['two equal lengths', 'Content-Length: 0\r\nContent-Length: 0'],
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked'],
    ['a negative length', 'Content-Length: -1'],
    ['a length in words', 'Content-Length: five'],
    ['a folded header', 'X-A: 1\r\n 2'],
    ['a name with a space', 'X A: 1'],
    ['an encoding of its own', 'Transfer-Encoding: xchunked'],
    ['two hosts', 'Host: b'],
  ])('error: %s is refused', async (_, header) => {
    const { server } = await start()
    const head = `GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}\r\n\r\n`
    expect(statusOf(await sendRaw(server, head))).toBe(400)
  })

  it('error: a request without Host is refused', async () => {
    const { server } = await start()
    expect(statusOf(await sendRaw(server, 'GET /livez HTTP/1.1\r\n\r\n'))).toBe(400)
  })

  it('error: headers without end are refused', async () => {
    const { server } = await start()
    const head = `GET /livez HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`
    expect(statusOf(await sendRaw(server, head))).toBe(431)
  })

  it('error: a body shorter than announced ends with the connection, and the node serves on', async () => {
    const { server } = await start()
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write('GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nshort')
    socket.destroy()
    await once(socket, 'close')
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
  })

  it('error: a client that dawdles over its headers is dropped', async () => {
    const { server } = await start({}, { headersTimeoutMs: 50 })
    expect(statusOf(await sendRaw(server, 'GET /livez HTTP/1.1\r\nHost: a\r\n'))).toBe(408)
  })

  it('error: a client that dawdles over its body is dropped', async () => {
    const { server } = await start({}, { headersTimeoutMs: 50, requestTimeoutMs: 100 })
    const head = 'GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nslow'
    expect(statusOf(await sendRaw(server, head))).toBe(408)
  })
})

describe('start and stop', () => {
  it('error: a port that is taken has its own code', async () => {
    const { server } = await start()
    await expect(startHttpServer(() => {}, { port: server.port })).rejects.toMatchObject({
      code: 'http.port_taken',
      details: { port: server.port },
    })
  })

  it('finishes what is under way and takes nothing new', async () => {
    const entered = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const { server, client } = await start({
      receipt: async () => {
        entered.resolve()
        await finish.promise
        return { key }
      },
    })
    const call = client.call(agencyRoutes.receipt, { params: { legId }, body: receipt })
    await entered.promise
    const closed = server.close(60_000)
    await expect(fetch(`${server.url}/livez`)).rejects.toThrowError()
    finish.resolve()
    expect(await call).toEqual({ key })
    await closed
  })

  it('does not wait for ever', async () => {
    const entered = Promise.withResolvers<void>()
    const { server, client } = await start({
      receipt: async ({ signal }) => {
        entered.resolve()
        await once(signal, 'abort')
        return { key }
      },
    })
    const call = client.call(agencyRoutes.receipt, { params: { legId }, body: receipt })
    const failed = expect(call).rejects.toMatchObject({ code: 'http.unreachable' })
    await entered.promise
    await server.close(10)
    await failed
  })

  it('error: a table without a handler for each route does not start', async () => {
    const { options } = await createHarness()
    const { live } = agencyRoutes
    const none = {} as Handlers<{ live: typeof live }> // what a caller without types could pass
    expect(() => createApp({ live }, none, options)).toThrowError(
      expect.objectContaining({ code: 'config.invalid' }),
    )
  })

  it('error: a signed route without authentication does not start', async () => {
    const { options } = await createHarness()
    const { authentication: _, ...rest } = options
    const { receipt: route } = agencyRoutes
    expect(() => createApp({ route }, { route: async () => ({ key }) }, rest)).toThrowError(
      expect.objectContaining({ code: 'config.invalid' }),
    )
  })
})
