import { createContracts } from '../../chain/contracts.ts'
import { type Deployment, parseDeployment } from '../../chain/deployment.ts'
import { type Address, accountNonceOf, type Hex } from '../../chain/ids.ts'
import { createRpc, type Rpc } from '../../chain/rpc.ts'
import { type Fees, freeGas } from '../../chain/sender.ts'
import { createTypedData } from '../../chain/typedData.ts'
import { createViews } from '../../chain/views.ts'
import { type NaclSuite, tweetnaclSuite } from '../../crypto/nacl.ts'
import { type EcdsaSuite, ethersEcdsa } from '../../crypto/secp256k1.ts'
import { MeshError } from '../../errors.ts'
import type { Sha256 } from '../../wire/httpSignature/contentDigest.ts'
import { type Clock, systemClock } from '../clock.ts'
import { createMemberDirectory } from '../memberDirectory.ts'
import { createSerialByKey } from '../serialByKey.ts'
import { createAccountLane } from './accountLane.ts'
import { createAgencyChannels } from './agencyChannel.ts'
import { askQuery, receiveQuery } from './answerQuery.ts'
import { estimateQuery, type QueryEstimate } from './estimateQuery.ts'
import { createHandOver } from './handOver.ts'
import { createLegOnChain } from './legOnChain.ts'
import {
  accountOf,
  type RequestSigningKey,
  readSigningKey,
  requireRegisteredKey,
} from './lenderKeys.ts'
import { type ListedQuery, listQueries } from './listQueries.ts'
import type { LenderModules } from './modules.ts'
import { deposit, type LedgerBalance, readBalance, withdraw } from './money.ts'
import type { QueryEntry, QueryJournal } from './queryEntry.ts'
import { identifyQuery, type QueryParameters } from './queryParameters.ts'
import type { QueryResult } from './queryResult.ts'
import { readParameters } from './readParameters.ts'
import { reclaimQuery } from './reclaimQuery.ts'
import { rehearseQuery } from './rehearseQuery.ts'
import { type ResumedQuery, resumeQueries } from './resumeQueries.ts'
import { findQuery, type ShownQuery, showQuery } from './showQuery.ts'
import { startQuery } from './startQuery.ts'

export interface LenderOptions {
  readonly deployment: Deployment
  readonly rpc: Rpc | string
  /** 32 bytes, of the account that was admitted as query user: pays, and signs receipts. */
  readonly accountSecret: Uint8Array
  readonly signingKey: RequestSigningKey
  readonly journal: QueryJournal
  /**
   * When the journal drops an answer that the person lets you see and not keep: by itself, once it was handed over,
   * or when `forget` is called, for a program that has to be sure of its output first.
   */
  readonly forgets?: 'byItself' | 'whenTold'
  readonly fees?: Fees
  /** For the deadlines of legs; one that follows the blocks where the chain's time is not the wall's. */
  readonly clock?: Clock
  /** For the signatures of HTTP requests. */
  readonly wallClock?: Clock
  readonly fetch?: typeof globalThis.fetch
  readonly sha256?: Sha256
  readonly nacl?: NaclSuite
  readonly ecdsa?: EcdsaSuite
}

/** A lender's client. Ids are those of the journal, of the query or of its leg. */
export interface Lender {
  readonly account: Address
  /** The id under which the journal keeps the query of an idempotency key. */
  idOf(idempotencyKey: string): Hex
  /** What a question would cost. */
  estimate(
    parameters: Pick<QueryParameters, 'agency' | 'categories' | 'mayRelay'>,
  ): Promise<QueryEstimate>
  /** The same of a whole question, which is checked as far as it can be without sending it: consent, keys, balance. */
  rehearse(parameters: QueryParameters): Promise<QueryEstimate>
  /** Asks, pays and gives the verified answer, directly or by a relay. Repeating it repeats nothing. */
  query(parameters: QueryParameters): Promise<QueryResult>
  /** The three parts of `query`: escrow and use on chain; the delivery, still sealed; receipt, key and answer. */
  request(parameters: QueryParameters): Promise<QueryEntry>
  ask(id: Hex): Promise<QueryEntry>
  receive(id: Hex): Promise<QueryResult>
  /** After a restart: ends whatever was left unfinished. */
  resume(): Promise<readonly ResumedQuery[]>
  reclaim(id: Hex): Promise<QueryEntry>
  show(id: Hex): Promise<ShownQuery>
  /** All queries of the journal, by facts that tell nothing of a person. */
  list(): Promise<readonly ListedQuery[]>
  balance(): Promise<LedgerBalance>
  deposit(amount: bigint): Promise<Hex>
  withdraw(amount: bigint): Promise<Hex>
  /** Drops a result that may not be kept, now that it was shown, and says whether it did; one that may be kept stays. */
  forget(result: QueryResult): Promise<boolean>
  /** Stops what is under way; the journal continues it. Resolves when all that had to be forgotten is. */
  close(): Promise<void>
}

/** Throws `key.invalid`, `config.invalid` or `input.invalid` for an option that nothing could be done with. */
export function createLender(options: LenderOptions): Lender {
  const closing = new AbortController()
  const lender = assemble(options, closing.signal)
  const { journal, inTurn, account, accountSecret } = lender
  const handOver = createHandOver(lender, options.forgets ?? 'byItself')
  const found = async <T>(id: Hex, work: (entry: QueryEntry) => Promise<T>): Promise<T> => {
    const { id: entryId } = await findQuery(id, journal)
    return inTurn(entryId, async () => work(await findQuery(entryId, journal)))
  }
  const started = async <T>(
    parameters: QueryParameters,
    work: (entry: QueryEntry) => Promise<T> | T,
  ): Promise<T> => {
    const question = readParameters(parameters)
    const identity = identifyQuery(question, accountSecret)
    return inTurn(identity.id, async () => work(await startQuery(question, identity, lender)))
  }
  const handed = async (result: Promise<QueryResult>) => handOver.give(await result)
  return {
    account,
    ...moneyOf(lender),
    idOf: (idempotencyKey) => accountNonceOf(idempotencyKey, accountSecret),
    estimate: (parameters) => estimateQuery(parameters, lender),
    rehearse: async (parameters) => {
      const question = readParameters(parameters)
      return rehearseQuery(question, identifyQuery(question, accountSecret), lender)
    },
    query: (parameters) =>
      handed(
        started(parameters, async (entry) => receiveQuery(await askQuery(entry, lender), lender)),
      ),
    request: (parameters) => started(parameters, (entry) => entry),
    ask: (id) => found(id, (entry) => askQuery(entry, lender)),
    receive: (id) => handed(found(id, (entry) => receiveQuery(entry, lender))),
    resume: () => resumeQueries(lender),
    reclaim: (id) => found(id, (entry) => reclaimQuery(entry, lender)),
    async show(id) {
      const shown = await found(id, (entry) => showQuery(entry.id, lender))
      if (shown.result !== undefined) handOver.give(shown.result)
      return shown
    },
    forget: handOver.forget,
    list: () => listQueries(journal),
    async close() {
      closing.abort()
      await handOver.done()
    },
  }
}

function moneyOf(lender: LenderModules): Pick<Lender, 'balance' | 'deposit' | 'withdraw'> {
  return {
    balance: () => readBalance(lender.account, lender),
    deposit: (amount) => deposit(amount, lender),
    withdraw: (amount) => withdraw(amount, lender),
  }
}

function assemble(options: LenderOptions, signal: AbortSignal): LenderModules {
  const { accountSecret, journal, fees = freeGas } = options
  const { clock = systemClock, wallClock = systemClock } = options
  const { nacl = tweetnaclSuite, ecdsa = ethersEcdsa } = options
  const account = accountOf(accountSecret, ecdsa)
  const signingKey = readSigningKey(options.signingKey, nacl)
  const deployment = parseDeployment(options.deployment)
  requireJournal(journal)
  const rpc = typeof options.rpc === 'string' ? openRpc(options.rpc, signal) : options.rpc
  const contracts = createContracts(rpc, deployment.addresses)
  const views = createViews(contracts)
  const directory = createMemberDirectory(views, clock)
  const legs = createLegOnChain({ rpc, deployment }, views)
  const lane = { rpc, account, secretKey: accountSecret, chainId: deployment.chainId, fees, ecdsa }
  const http = {
    ...(options.fetch && { fetch: options.fetch }),
    ...(options.sha256 && { sha256: options.sha256 }),
  }
  return {
    account,
    accountSecret,
    deployment,
    rpc,
    contracts,
    views,
    directory,
    typedData: createTypedData(deployment, ecdsa),
    nacl,
    ecdsa,
    clock,
    signal,
    lane: createAccountLane(lane),
    journal,
    legs,
    requireKeys: () => requireRegisteredKey(account, signingKey, directory),
    channelOf: createAgencyChannels({
      ...{ account, signingKey, directory, legs, nacl, signal },
      clock: wallClock,
      ...http,
    }),
    inTurn: createSerialByKey(),
  }
}

function openRpc(url: string, signal: AbortSignal): Rpc {
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (!isHttp) throw unusable('rpc', 'not an HTTP URL')
  return createRpc(url, { signal })
}

const journalVerbs = ['append', 'put', 'get', 'list'] as const

function requireJournal(journal: QueryJournal): void {
  const missing = journalVerbs.find((verb) => typeof journal?.[verb] !== 'function')
  if (missing !== undefined) throw unusable('journal', `it cannot ${missing}`)
}

function unusable(field: string, why: string): MeshError {
  return new MeshError('input.invalid', { detail: `${field}: ${why}`, details: { field } })
}
