import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { serveAdmin } from './admin/serveAdmin.ts'
import { adminSocketPath } from './admin/socketPath.ts'
import { createAgencyApp } from './agencyApp.ts'
import { agencyCommands } from './commands/table.ts'
import type { Collaborators } from './exchange/collaborators.ts'
import { createExchange, type Exchange } from './exchange/exchange.ts'
import { createLogger, type Logger } from './http/log.ts'
import { openNonceCache } from './http/nonceCache.ts'
import { startHttpServer } from './http/server.ts'
import { createJointRoom, type JointRoom } from './joint/jointRoom.ts'
import { type AgencyServices, openAgencyServices, requireOwnChain } from './services.ts'
import { createEvidenceSources } from './wiring/evidenceSources.ts'
import { createHttpSigner, sha256 } from './wiring/httpSigner.ts'
import { createPeerFailureLog } from './wiring/legStore.ts'
import { createPeerClient } from './wiring/peerClient.ts'
import { createPurchases } from './wiring/purchases.ts'
import { createRecordVault } from './wiring/recordVault.ts'
import { keepRetention } from './wiring/retention.ts'
import { createScoreKeeper } from './wiring/scoreKeeper.ts'
import type { ScorerSlot } from './wiring/scorerSlot.ts'
import { createTroubleLog } from './wiring/troubleLog.ts'

export interface RunningAgency {
  readonly url: string
  /** Finishes what is under way, then closes everything in reverse. */
  close(): Promise<void>
}

interface StartOptions {
  /** Fired when the process should end; waits inside are cut short. */
  readonly signal: AbortSignal
  readonly logger?: Logger
}

/** Starts the node of an agency's folder: the one place where its living things are made. */
export async function startAgency(
  folder: string,
  { signal, logger: given }: StartOptions,
): Promise<RunningAgency> {
  let tellTrouble: (trouble: MeshError) => void = () => undefined // the log bears a name that is not read yet
  const onTrouble = (trouble: MeshError) => tellTrouble(trouble)
  const services = await openAgencyServices(folder, { signal, onTrouble })
  const { config, store } = services.agency
  const logger = given ?? createLogger({ name: config.name })
  tellTrouble = createTroubleLog(logger)
  const stopping = new AbortController()
  const ending = AbortSignal.any([signal, stopping.signal])
  const closers: (() => Promise<void>)[] = [() => services.close()]
  const close = async () => {
    stopping.abort()
    for (const closeOne of closers.splice(0).reverse()) await closeOne()
  }
  try {
    await waitForChain(services, { signal: ending, logger })
    await beginScoring(services.scorer, logger)
    const exchange = createExchange(collaboratorsOf(services, { signal: ending, logger }))
    const joint = createJointRoom(services.joint)
    const left = await joint.resume()
    if (left > 0) logger.warn({ sessions: left }, 'joint sessions ended with the process before')
    closers.push(() => joint.close())
    const server = await serve(services, { exchange, joint, logger })
    closers.push(() => server.close())
    const admin = await serveAdmin({
      path: adminSocketPath(folder),
      commands: agencyCommands,
      context: services,
      newRequestId: randomUUID,
      onEnd: ({ name: command, ...end }) => logger.info({ command, ...end }, 'admin command'),
    })
    closers.push(() => admin.close())
    await services.transactions.resume()
    const sweeping = keepSweeping(exchange, {
      everyMs: config.settings.sweepMs,
      signal: ending,
      logger,
    })
    closers.push(() => sweeping)
    const everyMs = config.settings.purgeHours * 3_600_000
    const retention = keepRetention(store, { everyMs, signal: ending, logger })
    closers.push(() => retention)
    logger.info({ url: server.url }, 'ready')
    return { url: server.url, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A chain that is away comes back: waits for it. A wrong chain is refused at once. */
async function waitForChain(
  services: AgencyServices,
  { signal, logger }: { signal: AbortSignal; logger: Logger },
): Promise<void> {
  for (let delayMs = 250; ; delayMs = Math.min(2 * delayMs, 5000)) {
    try {
      return await requireOwnChain(services)
    } catch (cause) {
      const error = toMeshError(cause)
      if (!error.retryable) throw error
      logger.warn({ code: error.code }, 'waiting for the chain')
      await wait(delayMs, undefined, { signal })
    }
  }
}

/** A node without a sound model answers all the same, but scores nobody, and says why. */
async function beginScoring(scorer: ScorerSlot, logger: Logger): Promise<void> {
  const { modelId, isApproved, problem } = await scorer.refresh()
  if (problem !== undefined) logger.error({ code: problem }, 'no score is given')
  else logger.info({ modelId: modelId ?? 'none', isApproved }, 'scoring')
}

function collaboratorsOf(
  services: AgencyServices,
  { signal, logger: log }: { signal: AbortSignal; logger: Logger },
): Collaborators {
  const { agency, deployment, contracts, members, chain, transactions, typedData, legs } = services
  const { identity, store, suites, config } = agency
  const { nacl, ecdsa } = suites
  const [newest] = identity.epochs
  const { receiptMarginSec, tradeMarginSec } = deployment.windows
  const signer = createHttpSigner(agency)
  const peers = createPeerClient({ members, signer, nacl, sha256, timeoutMs: 5000 })
  const { rootWaitingHours } = config.settings
  const { nowSec } = chain
  const { enrolments } = store
  return {
    identity: {
      chainId: deployment.chainId,
      queries: deployment.addresses.queries,
      address: identity.address,
      keyEpoch: newest.epoch,
      operatorSecret: identity.operatorKey,
      ed25519Secret: newest.ed25519.secretKey,
      x25519Secrets: identity.epochs.map(({ x25519 }) => x25519.secretKey),
    },
    ...{ chain, transactions, legs, peers, nacl, signal, log },
    vault: createRecordVault(store.vault, identity.address),
    purchases: createPurchases({
      ...{ store, peers, members, chain, deployment, typedData, nacl, ecdsa, signal },
      rpc: services.rpc,
      accountSecret: identity.operatorKey,
    }),
    score: services.scorer.score,
    keepScore: createScoreKeeper(services),
    canScore: services.scorer.canScore,
    evidence: createEvidenceSources({
      members,
      contracts,
      enrolments,
      nowSec,
      rootWaitingHours,
      log,
    }),
    recordPeerFailure: createPeerFailureLog(store),
    tagger: services.tagger,
    typed: typedData,
    keccak: ecdsa.keccak256,
    settings: { ...config.settings, receiptMarginSec, tradeMarginSec },
    clockMs: Date.now,
  }
}

async function serve(
  services: AgencyServices,
  { exchange, joint, logger }: { exchange: Exchange; joint: JointRoom; logger: Logger },
) {
  const { agency } = services
  const { listen } = agency.config
  const nonces = await openNonceCache(agency.store.nonces, Math.floor(Date.now() / 1000))
  const signer = createHttpSigner(agency)
  const app = createAgencyApp(services, { exchange, joint, nonces, signer, sha256, logger })
  return startHttpServer(app, listen)
}

/** Continues what a former run left, then moves legs on by time until the node stops. */
async function keepSweeping(
  exchange: Exchange,
  { everyMs, signal, logger }: { everyMs: number; signal: AbortSignal; logger: Logger },
): Promise<void> {
  let step = exchange.resume
  while (!signal.aborted) {
    await step().catch((cause) => {
      const { code } = cause instanceof MeshError ? cause : toMeshError(cause)
      logger.warn({ code }, 'a sweep failed and is repeated')
    })
    step = exchange.sweep
    await wait(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
