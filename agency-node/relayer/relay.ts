import type { Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { EventDecoder, EventOf, RawLog } from '@creditmesh/sdk/chain/events.ts'
import type { ConsentId, Digest } from '@creditmesh/sdk/chain/ids.ts'
import { quantity, type Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { relayedAnswerSchema } from '@creditmesh/sdk/wire/messages.ts'
import type { z } from 'zod'
import type { AccountLane } from './accountLane.ts'
import type { Statement } from './statements.ts'

type RelayedAnswer = z.output<typeof relayedAnswerSchema>

interface Modules {
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly events: EventDecoder
  readonly lane: AccountLane
  readonly startBlock: number
}

/** Brings a statement to the chain, once: a repetition, from anyone, gets the answer of the first. */
export type Relay = (statement: Statement) => Promise<RelayedAnswer>

export function createRelay(modules: Modules): Relay {
  /** Statements under way, by their calldata, so that two at once become one transaction. */
  const underWay = new Map<string, Promise<RelayedAnswer>>()
  return (statement) => {
    const key = statement.call.data
    const known = underWay.get(key)
    if (known !== undefined) return known
    const work = relayOnce(statement, modules).finally(() => underWay.delete(key))
    underWay.set(key, work)
    return work
  }
}

async function relayOnce(statement: Statement, modules: Modules): Promise<RelayedAnswer> {
  const earlier = await findTrace(statement, modules)
  if (earlier !== null) return earlier
  try {
    const { txHash, blockNumber } = await modules.lane.transact(statement.call)
    return { consentId: statement.resultId, transactionHash: txHash, blockNumber }
  } catch (error) {
    // Somebody else may have brought it meanwhile, or our own transaction from before a restart was mined only now.
    const now = await findTrace(statement, modules).catch(() => null)
    if (now !== null) return now
    throw error
  }
}

async function findTrace(statement: Statement, modules: Modules): Promise<RelayedAnswer | null> {
  const events = await eventsOf(statement.consentId, modules)
  const trace = events.find(statement.isTrace)
  if (trace === undefined) return null
  const { txHash, blockNumber } = trace
  return { consentId: statement.resultId, transactionHash: txHash, blockNumber }
}

async function eventsOf(
  consentId: ConsentId,
  { rpc, contracts, events, startBlock }: Modules,
): Promise<EventOf<'consents'>[]> {
  const topics: (Digest | null)[] = [null, consentId]
  const filter = { address: contracts.consents.address, fromBlock: quantity(startBlock), topics }
  const logs = await rpc.request<RawLog[]>('eth_getLogs', [filter])
  return logs
    .map((log) => events.decode(log))
    .filter((event) => event !== undefined)
    .filter((event) => event.contract === 'consents')
}
