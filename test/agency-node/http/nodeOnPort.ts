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
import { afterEach } from 'vitest'
import { refusingJoint } from '../../support/refusingJoint.ts'
import { agency, createHarness, lender } from './harness.ts'

export const legId = `0x${'11'.repeat(32)}` as const
export const receipt = {
  deliveryHash: `0x${'22'.repeat(32)}`,
  signature: `0x${'33'.repeat(65)}`,
} as const
export const key = `0x${'44'.repeat(32)}` as const

type AgencyHandlers = Handlers<typeof agencyRoutes>

const open: HttpServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close(0)
})

/** A node on a free port, closed after the test, and a lender's client for it. */
export async function start(
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
      ...refusingJoint,
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
export async function sendRaw(server: HttpServer, ...parts: readonly string[]): Promise<string> {
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

export function statusOf(raw: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(raw)?.[1])
}
