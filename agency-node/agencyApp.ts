import { randomUUID } from 'node:crypto'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { HttpSigner } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import type { jointRoutes } from '@creditmesh/sdk/wire/joint/routes.ts'
import { agencyRoutes, type NodeStatus } from '@creditmesh/sdk/wire/routes.ts'
import type { Express } from 'express'
import type { Exchange } from './exchange/exchange.ts'
import { createApp } from './http/app.ts'
import type { Handlers } from './http/handler.ts'
import { healthHandlers, isFromThisMachine } from './http/health.ts'
import type { Logger } from './http/log.ts'
import { createMetrics, type HttpMetrics } from './http/metrics.ts'
import type { NonceCache } from './http/nonceCache.ts'
import { createRateLimiter } from './http/rateLimiter.ts'
import type { JointRoom } from './joint/jointRoom.ts'
import type { AgencyServices } from './services.ts'
import { version } from './version.ts'

interface AppOptions {
  readonly exchange: Exchange
  readonly joint: JointRoom
  readonly nonces: NonceCache
  readonly signer: HttpSigner
  readonly sha256: (bytes: Uint8Array) => Bytes
  readonly logger: Logger
}

/** The HTTP face of an agency: every route of the table, each handled by the exchange. */
export function createAgencyApp(services: AgencyServices, options: AppOptions): Express {
  const { agency, members } = services
  const { config, suites } = agency
  const nowMs = () => performance.now()
  const nowSec = () => Math.floor(Date.now() / 1000)
  const metrics = createMetrics()
  const { host } = new URL(config.publicUrl)
  const perSecond = config.settings.requestsPerMinute / 60
  const limit = { perSecond, burst: 10 * perSecond }
  return createApp(agencyRoutes, handlersOf(services, { ...options, metrics }), {
    authentication: {
      lookupMember: members.keysFor,
      nonces: options.nonces,
      nacl: suites.nacl,
      isOwnAuthority: (authority) => authority.toLowerCase() === host.toLowerCase(),
      nowSec,
    },
    ...{ nowMs, nowSec, metrics },
    signer: options.signer,
    sha256: options.sha256,
    logger: options.logger,
    allowedOrigins: config.settings.allowedOrigins,
    isOperator: isFromThisMachine,
    limits: {
      member: createRateLimiter(limit, nowMs),
      network: createRateLimiter(limit, nowMs),
    },
    newRequestId: randomUUID,
  })
}

function handlersOf(
  services: AgencyServices,
  { exchange, joint, metrics }: AppOptions & { metrics: HttpMetrics },
): Handlers<typeof agencyRoutes> {
  return {
    ...healthHandlers({
      routes: agencyRoutes,
      title: 'creditmesh agency',
      version,
      metrics,
      checkReady: async () => {
        await services.chain.nowSec()
      },
    }),
    status: () => statusOf(services),
    ask: ({ caller, params, body }) => exchange.ask(caller.address, params.legId, body),
    receipt: ({ caller, params, body }) => exchange.receipt(caller.address, params.legId, body),
    legState: ({ caller, params }) => exchange.legState(caller.address, params.legId),
    identify: async ({ caller, params, body }) => ({
      sealed: Uint8Array.from(await exchange.identify(caller.address, params.queryId, body.sealed)),
    }),
    ...jointHandlers(joint),
  }
}

function jointHandlers(joint: JointRoom): Handlers<typeof jointRoutes> {
  return {
    jointPropose: ({ caller, params: { agreementId: id }, body: { sealed } }) =>
      joint.propose(caller, { id, sealed }),
    jointApprove: ({ caller, params: { agreementId: id }, body: { sealed } }) =>
      joint.approve(caller, { id, sealed }),
    jointJoin: ({ caller, params: { sessionId: id }, body: { sealed } }) =>
      joint.join(caller, { id, sealed }),
    jointRound: ({ caller, params: { sessionId: id, round }, body: { sealed } }) =>
      joint.round(caller, { id, round: Number(round), sealed }),
    jointEnd: ({ caller, params: { sessionId: id }, body: { sealed } }) =>
      joint.end(caller, { id, sealed }),
  }
}

async function statusOf({ agency, deployment, rpc, chain }: AgencyServices): Promise<NodeStatus> {
  const [block, blockTime] = await Promise.all([
    rpc.request<string>('eth_blockNumber'),
    chain.nowSec(),
  ])
  const [{ epoch: keyEpoch }] = agency.identity.epochs
  const { chainId } = deployment
  return {
    member: agency.identity.address,
    keyEpoch,
    version,
    chainId,
    block: Number(block),
    blockTime,
  }
}
