import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Contracts, createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import { parseDeployment, verifyChainIdentity } from '@creditmesh/sdk/chain/deployment.ts'
import { createEventDecoder } from '@creditmesh/sdk/chain/events.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { createApp } from '../http/app.ts'
import { type HealthOptions, healthHandlers, isFromThisMachine } from '../http/health.ts'
import { createLogger, type Logger } from '../http/log.ts'
import { createMetrics } from '../http/metrics.ts'
import { createRateLimiter } from '../http/rateLimiter.ts'
import { startHttpServer } from '../http/server.ts'
import { chooseCryptoSuites } from '../native/cryptoSuites.ts'
import { readSecretFile } from '../store/sealing/secretFile.ts'
import { createAccountLane } from './accountLane.ts'
import { parseRelayerConfig, type RelayerConfig } from './config.ts'
import { createRelay, type Relay } from './relay.ts'
import { actionStatement, amendStatement, recordStatement } from './statements.ts'

export interface RunningRelayer {
  readonly address: Address
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts the relayer of a folder: it records grants and carries signed statements with an account of its own, so
 * that no gas payer links two consents of one person. It keeps nothing; the chain knows what it did.
 */
export async function startRelayer(
  folder: string,
  { version, logger = createLogger({ name: 'relayer' }) }: { version: string; logger?: Logger },
): Promise<RunningRelayer> {
  const config = parseRelayerConfig(await readJson(join(folder, 'relayer.json')))
  const deployment = parseDeployment(await readJson(resolve(folder, config.deployment)))
  const { ecdsa } = await chooseCryptoSuites()
  const secretKey = await readSecretFile(resolve(folder, config.keyFile))
  const rpc = createRpc(config.rpcUrl)
  await verifyChainIdentity(rpc, deployment)

  const { chainId, addresses, startBlock } = deployment
  const lane = createAccountLane({ rpc, chainId, secretKey, ecdsa })
  const contracts = createContracts(rpc, addresses)
  const events = createEventDecoder(addresses)
  const relay = createRelay({ rpc, contracts, events, lane, startBlock })
  const metrics = createMetrics()
  const health = {
    routes: relayerRoutes,
    title: 'creditmesh relayer',
    version,
    metrics,
    checkReady: () => verifyChainIdentity(rpc, deployment),
  }
  const app = createApp(relayerRoutes, handlers({ relay, contracts, health }), {
    isOperator: isFromThisMachine,
    limits: limitsOf(config),
    allowedOrigins: config.allowedOrigins,
    newRequestId: randomUUID,
    nowSec: () => Math.floor(Date.now() / 1000),
    nowMs: () => performance.now(),
    logger,
    metrics,
  })
  const server = await startHttpServer(app, config.listen)
  logger.info({ url: server.url, account: lane.address }, 'the relayer serves')
  return {
    address: lane.address,
    url: server.url,
    async close() {
      await server.close()
      secretKey.fill(0)
    },
  }
}

function handlers({
  relay,
  contracts: { consents },
  health,
}: {
  relay: Relay
  contracts: Contracts
  health: HealthOptions
}): Parameters<typeof createApp<typeof relayerRoutes>>[1] {
  return {
    ...healthHandlers(health),
    recordConsent: ({ body }) => relay(recordStatement(consents, body)),
    pauseConsent: ({ params, body }) => relay(actionStatement(consents, params.consentId, body)),
    resumeConsent: ({ params, body }) => relay(actionStatement(consents, params.consentId, body)),
    withdrawConsent: ({ params, body }) => relay(actionStatement(consents, params.consentId, body)),
    cancelConsent: ({ params, body }) => relay(actionStatement(consents, params.consentId, body)),
    amendConsent: ({ params, body }) => relay(amendStatement(consents, params.consentId, body)),
  }
}

function limitsOf({ requestsPerMinute }: RelayerConfig) {
  const limit = { perSecond: requestsPerMinute / 60, burst: requestsPerMinute }
  const nowMs = () => performance.now()
  // Nobody is a member here; the limiter of members is never asked.
  return { network: createRateLimiter(limit, nowMs), member: createRateLimiter(limit, nowMs) }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MeshError('config.invalid', { detail: 'not JSON', details: { path }, cause })
  }
}
