import type { Deployment } from './deployment.ts'
import { type ChainEvent, createEventDecoder, type NamedEvent } from './events.ts'
import type { Address, Digest } from './ids.ts'
import { type ContractKey, contractKeys, interfaces } from './interfaces.ts'
import { readLogs } from './readLogs.ts'
import { type Rpc, readBlockHead } from './rpc.ts'

type EventNameOf = ChainEvent['name']

export interface HistoryQuery<N extends EventNameOf> {
  readonly name: N
  /** Values of indexed arguments; a list for any of them. */
  readonly where?: { readonly [A in keyof NamedEvent<N>['args']]?: unknown }
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
  const contract = contractOf(name)
  const logs = await readLogs(rpc, {
    addresses: [deployment.addresses[contract]],
    topics: topicsOf(contract, name, where),
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

function contractOf(name: EventNameOf): ContractKey {
  // OpenZeppelin's events of one name in several contracts are asked for by following, not by name.
  return contractKeys.find((key) => interfaces[key].getEvent(name) !== null) as ContractKey
}

function topicsOf(
  contract: ContractKey,
  name: EventNameOf,
  where: Readonly<Record<string, unknown>>,
): readonly (Digest | readonly Digest[] | null)[] {
  const codec = interfaces[contract]
  const event = codec.getEvent(name)
  const values = event?.inputs.map((input) => where[input.name] ?? null) ?? []
  return codec.encodeFilterTopics(name, values) as (Digest | Digest[] | null)[] // ethers writes 0x
}
