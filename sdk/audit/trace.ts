import type { Deployment } from '../chain/deployment.ts'
import type { ChainEvent } from '../chain/events.ts'
import { readHistory } from '../chain/history.ts'
import { type Address, type ConsentId, type Hex, type QueryId, toAddress } from '../chain/ids.ts'
import type { Rpc } from '../chain/rpc.ts'
import { readBlockTimes } from '../client/blockTimes.ts'
import { factsOf } from '../client/facts.ts'
import { MeshError } from '../errors.ts'
import type { TraceCheck } from './check.ts'
import { checksOf } from './checks.ts'
import { type CustodyHop, custodyOf } from './custody.ts'
import { moneyOf, type ParticipantMoney } from './money.ts'
import { readStory, type Story } from './readStory.ts'
import { type StepContext, stepsOf, type TraceStep } from './steps.ts'

/** The whole story behind an id, from the chain alone (PROTOCOL 9). */
export interface Trace {
  readonly id: Hex
  readonly kind: Story['kind']
  /** 2 as soon as a query of the story was relayed; null for a consent that was never used. */
  readonly mode: 1 | 2 | null
  readonly consentIds: readonly ConsentId[]
  readonly queryIds: readonly QueryId[]
  readonly steps: readonly TraceStep[]
  readonly money: readonly ParticipantMoney[]
  readonly custody: readonly CustodyHop[]
  readonly checks: readonly TraceCheck[]
}

/**
 * Traces the id of a query, a leg or a consent, or the hash of a transaction. Throws `query.not_found` for an id
 * that this network does not know.
 */
export async function trace(rpc: Rpc, deployment: Deployment, id: Hex): Promise<Trace> {
  const { kind, events } = await readStory({ rpc, deployment }, id)
  const context = await readContext(rpc, deployment, events)
  const facts = factsOf(events)
  const isRelayed = facts.queries.some(({ broadcasts }) => broadcasts.length > 0)
  const mode = isRelayed ? 2 : 1
  return {
    id,
    kind,
    mode: facts.queries.length === 0 ? null : mode,
    consentIds: [...facts.consents.keys()],
    queryIds: facts.queries.map(({ request }) => request.args.queryId),
    steps: stepsOf(events, context),
    money: moneyOf(facts, context.nameOf),
    custody: custodyOf(facts, context.nameOf),
    checks: checksOf(facts, { deployment, timeOf: context.timeOf }),
  }
}

async function readContext(
  rpc: Rpc,
  deployment: Deployment,
  events: readonly ChainEvent[],
): Promise<StepContext> {
  const [times, actors, admissions] = await Promise.all([
    readBlockTimes(
      rpc,
      events.map(({ blockNumber }) => blockNumber),
    ),
    readActors(rpc, events),
    readHistory(rpc, deployment, { name: 'MemberAdmitted' }),
  ])
  const names = new Map(admissions.map(({ args }) => [args.account, args.name]))
  return {
    timeOf: ({ blockNumber }) => times.get(blockNumber) as number, // every event's block was read
    actorOf: ({ txHash }) => actors.get(txHash) as Address, // likewise
    nameOf: (account) => names.get(account),
  }
}

async function readActors(
  rpc: Rpc,
  events: readonly ChainEvent[],
): Promise<ReadonlyMap<Hex, Address>> {
  const hashes = [...new Set(events.map(({ txHash }) => txHash))]
  const senders = await Promise.all(hashes.map((hash) => readSender(rpc, hash)))
  return new Map(hashes.map((hash, i) => [hash, senders[i] as Address])) // one for each hash
}

async function readSender(rpc: Rpc, hash: Hex): Promise<Address> {
  const found = await rpc.request<{ readonly from: Address } | null>('eth_getTransactionByHash', [
    hash,
  ])
  if (found === null) throw new MeshError('chain.reorged', { details: { hash } })
  return toAddress(found.from)
}
