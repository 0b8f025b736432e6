import type { EventFragment } from 'ethers'
import type { EventInputs, EventName } from './abiTypes.ts'
import type { Addresses } from './contracts.ts'
import type { Address, Digest, Hex } from './ids.ts'
import { type Abis, type ContractKey, contractKeys, interfaces } from './interfaces.ts'
import { namedValues } from './plainValues.ts'

/** Where on the chain an event stands. */
export interface EventPosition {
  readonly blockNumber: number
  readonly blockHash: Digest
  readonly txHash: Digest
  readonly txIndex: number
  readonly logIndex: number
}

/** Every event of our contracts, told apart by `contract` and `name`; `args` as the ABI names and types them. */
export type ChainEvent = { [K in ContractKey]: EventOf<K> }[ContractKey]

/** The events of one contract. */
export type EventOf<K extends ContractKey> = {
  [N in EventName<Abis[K]>]: EventPosition & {
    readonly contract: K
    readonly name: N
    readonly args: EventInputs<Abis[K], N>
  }
}[EventName<Abis[K]>]

/** One event by its name. Several contracts share no name but those of OpenZeppelin. */
export type NamedEvent<N extends ChainEvent['name']> = Extract<ChainEvent, { readonly name: N }>

/** A log as `eth_getLogs` gives it. */
export interface RawLog {
  readonly address: Address
  readonly topics: readonly Digest[]
  readonly data: Hex
  readonly blockNumber: Hex
  readonly blockHash: Digest
  readonly transactionHash: Digest
  readonly transactionIndex: Hex
  readonly logIndex: Hex
}

/** Decodes logs of one deployment. */
export interface EventDecoder {
  /** Undefined for a log that is none of ours: of another address, or an event unknown here. */
  decode(log: RawLog): ChainEvent | undefined
  /** The first topic of an event, to ask the chain for it alone. */
  topicOf(name: ChainEvent['name']): Digest
}

export function createEventDecoder(addresses: Addresses): EventDecoder {
  const keyByAddress = new Map(contractKeys.map((key) => [addresses[key].toLowerCase(), key]))
  return {
    decode: (log) => {
      const contract = keyByAddress.get(log.address.toLowerCase())
      return contract === undefined ? undefined : decodeLog(contract, log)
    },
    topicOf: (name) => topics.get(name) as Digest, // every name of the union has one
  }
}

const topics = new Map<string, string>(
  Object.values(interfaces).flatMap((codec) =>
    codec.fragments
      .filter((fragment): fragment is EventFragment => fragment.type === 'event')
      .map((event) => [event.name, event.topicHash] as const),
  ),
)

function decodeLog(contract: ContractKey, log: RawLog): ChainEvent | undefined {
  const event = interfaces[contract].getEvent(log.topics[0] ?? '0x')
  if (event === null) return undefined
  const values = interfaces[contract].decodeEventLog(event, log.data, log.topics)
  const decoded = {
    contract,
    name: event.name,
    args: namedValues(event.inputs, values),
    blockNumber: Number(log.blockNumber),
    blockHash: log.blockHash,
    txHash: log.transactionHash,
    txIndex: Number(log.transactionIndex),
    logIndex: Number(log.logIndex),
  }
  return decoded as unknown as ChainEvent // decoded by the ABI that gives the type
}

/** Whether an event has this name; narrows its arguments. */
export function isEvent<N extends ChainEvent['name']>(
  event: ChainEvent,
  name: N,
): event is NamedEvent<N> {
  return event.name === name
}
