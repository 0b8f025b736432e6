import type { ContractKey } from '../chain/abis.ts'
import type { Deployment } from '../chain/deployment.ts'
import { type ChainEvent, createEventDecoder } from '../chain/events.ts'
import type { Digest, Hex } from '../chain/ids.ts'
import { readLogs } from '../chain/readLogs.ts'
import type { Rpc } from '../chain/rpc.ts'

/** A network and the way to it. */
export interface ChainSource {
  readonly rpc: Rpc
  readonly deployment: Pick<Deployment, 'addresses' | 'startBlock'>
}

export interface EventFilter {
  readonly contracts: readonly ContractKey[]
  /** By position, whatever the event's name: null for anything, a list for any of it. */
  readonly topics?: readonly (Digest | readonly Digest[] | null)[]
  readonly fromBlock?: number
  readonly toBlock?: number
}

/** Events of several contracts at once, oldest first. Throws `chain.unavailable`. */
export async function readEvents(
  { rpc, deployment }: ChainSource,
  filter: EventFilter,
): Promise<ChainEvent[]> {
  const { contracts, topics = [], fromBlock = deployment.startBlock } = filter
  // Nodes take an empty list for "anything".
  if (topics.some((topic) => Array.isArray(topic) && topic.length === 0)) return []
  const addresses = contracts.map((key) => deployment.addresses[key])
  const toBlock = filter.toBlock ?? Number(await rpc.request<Hex>('eth_blockNumber'))
  const logs = await readLogs(rpc, { addresses, topics, fromBlock, toBlock })
  const decoder = createEventDecoder(deployment.addresses)
  return logs.flatMap((log) => decoder.decode(log) ?? [])
}

/** Puts readings together in the order of the chain, each event once. */
export function mergeEvents(...readings: readonly (readonly ChainEvent[])[]): ChainEvent[] {
  const byPosition = new Map(readings.flat().map((event) => [positionOf(event), event]))
  return [...byPosition.values()].sort(
    (a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex,
  )
}

function positionOf({ blockNumber, logIndex }: ChainEvent): string {
  return `${blockNumber}/${logIndex}`
}
