import { type ContractKey, contractKeys } from './abis.ts'
import { contractCodecs, type EventCodec, topicOf } from './contractCodecs.ts'
import type { Deployment } from './deployment.ts'
import { type ChainEvent, createEventDecoder, type NamedEvent } from './events.ts'
import type { Address, Digest } from './ids.ts'
import { readLogs } from './readLogs.ts'
import { type Rpc, readBlockHead } from './rpc.ts'

type EventNameOf = ChainEvent['name']

export interface HistoryQuery<N extends EventNameOf> {
  readonly name: N
  /** Values of indexed arguments; a list for any of them. */
  readonly where?: {
    readonly [A in keyof NamedEvent<N>['args']]?:
      | NamedEvent<N>['args'][A]
      | readonly NamedEvent<N>['args'][A][]
  }
  /** From the deployment's start to the present unless given. */
  readonly fromBlock?: number
  readonly toBlock?: number
}

/** Past events of one name, oldest first: an access log, a list of members, the trace of a query. */
export async function readHistory<N extends EventNameOf>(
  rpc: Rpc,
  deployment: Pick<Deployment, 'addresses' | 'startBlock'>,
  { name, where = {}, fromBlock = deployment.startBlock, toBlock }: HistoryQuery<N>,
): Promise<NamedEvent<N>[]> {
  const [contract, event] = findEvent(name)
  const logs = await readLogs(rpc, {
    addresses: [deployment.addresses[contract]],
    topics: [event.topic, ...topicsWhere(event, where)],
    fromBlock,
    toBlock: toBlock ?? (await readBlockHead(rpc))?.number ?? fromBlock,
  })
  const decoder = createEventDecoder(deployment.addresses)
  return logs.map((log) => decoder.decode(log) as NamedEvent<N>) // the filter lets no other through
}

/** Every event of the deployment in a range, oldest first. */
export async function readAllEvents(
  rpc: Rpc,
  deployment: Pick<Deployment, 'addresses'>,
  { fromBlock, toBlock }: { fromBlock: number; toBlock: number },
): Promise<ChainEvent[]> {
  const addresses: Address[] = Object.values(deployment.addresses)
  const logs = await readLogs(rpc, { addresses, fromBlock, toBlock })
  const decoder = createEventDecoder(deployment.addresses)
  return logs.flatMap((log) => decoder.decode(log) ?? [])
}

// OpenZeppelin's events of one name in several contracts are read by following, not by name.
function findEvent(name: string): [ContractKey, EventCodec] {
  const key = contractKeys.find((each) => contractCodecs[each].eventsByName.has(name))
  // Every name of the union is in some ABI.
  const found = key as ContractKey
  return [found, contractCodecs[found].eventsByName.get(name) as EventCodec]
}

function topicsWhere(
  { parameters }: EventCodec,
  where: Readonly<Record<string, unknown>>,
): (Digest | Digest[] | null)[] {
  const indexed = parameters.filter((parameter) => parameter.indexed)
  return indexed.map((parameter) => {
    const value = where[parameter.name]
    if (value === undefined) return null
    return Array.isArray(value)
      ? value.map((each) => topicOf(parameter, each))
      : topicOf(parameter, value)
  })
}
