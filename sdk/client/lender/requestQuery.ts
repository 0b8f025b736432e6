import { type RecordedGrant, toRecordedGrant } from '../../chain/consentStructs.ts'
import type { ContractCall, Contracts } from '../../chain/contracts.ts'
import type { Address } from '../../chain/ids.ts'
import { type Rpc, readBlockHead } from '../../chain/rpc.ts'
import { explainRevert, readReceipt, type TransactionReceipt } from '../../chain/sender.ts'
import { MeshError } from '../../errors.ts'
import type { Clock } from '../clock.ts'
import { poll } from '../poll.ts'
import type { AccountLane, LaneTransaction } from './accountLane.ts'
import type { LegOnChain } from './legOnChain.ts'
import type { PreparedQuery } from './prepareQuery.ts'
import { type QueryEntry, type QueryJournal, withoutSecrets } from './queryEntry.ts'

export interface RequestModules {
  readonly account: Address
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly lane: AccountLane
  readonly journal: QueryJournal
  readonly legs: LegOnChain
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Above what any request takes; what it does not take costs nothing. */
const requestGasLimit = 600_000n
const receiptPollMs = 50

/**
 * Brings a query to the chain: the transaction is journalled before it leaves. Gives the entry with the block of
 * its request. Throws what the contract refused, decoded; the entry then says that no leg came to be.
 */
export async function requestQuery(
  query: PreparedQuery | QueryEntry,
  modules: RequestModules,
  { isJournalled = 'transaction' in query }: { isJournalled?: boolean } = {},
): Promise<QueryEntry> {
  if ('transaction' in query && query.requestBlock !== undefined) return query
  const sending = createSending(query, modules, isJournalled)
  try {
    const until = { untilSec: query.terms.receiptBy, what: 'block with the request' }
    const { isSuccess, blockNumber } = await poll(sending.attempt, until, modules)
    if (isSuccess) return { ...sending.sent(), requestBlock: blockNumber }
    const call = requestCall(query, modules.contracts)
    throw await explainRevert(modules.rpc, call, { from: modules.account, blockNumber })
  } catch (error) {
    return await recordedOtherwise(sending.sent(error), error, modules)
  }
}

/** Sends what is in no block yet, and again after each time that the chain was gone. */
function createSending(
  query: PreparedQuery | QueryEntry,
  { lane, journal, contracts, rpc }: RequestModules,
  isJournalled: boolean,
) {
  const call = requestCall(query, contracts)
  let entry: QueryEntry | null = 'transaction' in query ? query : null
  let isSent = false
  const store = async (transaction: LaneTransaction) => {
    const next = { ...query, transaction }
    await (isJournalled || entry !== null ? journal.put(next) : journal.append(next))
    entry = next
  }
  const sending = { gasLimit: requestGasLimit, store }
  const minedOrSent = async (): Promise<TransactionReceipt | null> => {
    const known = entry?.transaction
    const receipt = known ? await readReceipt(rpc, known.hash) : null
    if (receipt !== null || isSent) return receipt
    const sent = known
      ? await lane.resubmit(known, call, sending)
      : await lane.submit(call, sending)
    isSent = true
    return readReceipt(rpc, sent.hash)
  }
  return {
    async attempt() {
      try {
        const receipt = await minedOrSent()
        return receipt === null ? { retryAfterMs: receiptPollMs } : { value: receipt }
      } catch (error) {
        isSent = false
        throw error
      }
    },
    /** The entry as it was last written; throws what stopped it from being written at all. */
    sent(failure?: unknown): QueryEntry {
      if (entry === null) throw failure
      return entry
    },
  }
}

/** The one transaction of a query. */
export function requestCall(
  { terms, grant, scopeProof }: PreparedQuery,
  { queries }: Contracts,
): ContractCall {
  const recorded: RecordedGrant = toRecordedGrant(grant)
  return queries.encode('request', terms, recorded, scopeProof)
}

/**
 * A request that failed here may stand on the chain all the same, sent by an earlier run of this program; and one
 * that was only not seen in time may still come, until the chain itself has passed its deadline.
 */
async function recordedOtherwise(
  entry: QueryEntry,
  error: unknown,
  { legs, journal, clock, rpc }: RequestModules,
): Promise<QueryEntry> {
  if (!(error instanceof MeshError) || error.retryable) throw error
  const [{ requestBlock }, head] = await Promise.all([legs.logOf(entry), readBlockHead(rpc)])
  if (requestBlock !== undefined) return { ...entry, requestBlock }
  const mayStillCome = error.code === 'query.timeout' && (head?.sec ?? 0) <= entry.terms.receiptBy
  if (mayStillCome) throw error
  const { code, detail } = error
  const ending = { kind: 'refused', code, detail, at: clock.nowSec() } as const
  await journal.put({ ...withoutSecrets(entry), ending })
  throw error
}
