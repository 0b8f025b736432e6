import { fromHex } from '../crypto/bytes.ts'
import { MeshError } from '../errors.ts'
import { type Abis, type ContractKey, contractKeys } from './abis.ts'
import type { EventInputs, EventName } from './abiTypes.ts'
import { contractCodecs, type EventCodec, readTopic } from './contractCodecs.ts'
import type { Addresses } from './contracts.ts'
import type { Address, Digest, Hex } from './ids.ts'

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
  /**
   * Undefined for a log that is none of ours: of another address, or an event unknown here. Throws `input.invalid`
   * for one that its ABI does not fit.
   */
  decode(log: RawLog): ChainEvent | undefined
  /** The first topic of an event, to ask the chain for it alone. */
  topicOf(name: ChainEvent['name']): Digest
}

export function createEventDecoder(addresses: Addresses): EventDecoder {
  const keyByAddress = new Map(contractKeys.map((key) => [addresses[key].toLowerCase(), key]))
  return {
    decode: (log) => {
      const contract = keyByAddress.get(log.address.toLowerCase())
      if (contract === undefined) return undefined
      const event = contractCodecs[contract].eventsByTopic.get(log.topics[0] ?? '')
      return event === undefined ? undefined : decodeLog(contract, event, log)
    },
    topicOf: (name) => eventNamed(name).topic,
  }
}

function eventNamed(name: string): EventCodec {
  const [found] = Object.values(contractCodecs).flatMap(
    ({ eventsByName }) => eventsByName.get(name) ?? [],
  )
  return found as EventCodec // every name of the union is in some ABI
}

function decodeLog(contract: ContractKey, event: EventCodec, log: RawLog): ChainEvent {
  const decoded = {
    contract,
    name: event.name,
    args: decodeArguments(event, log),
    blockNumber: Number(log.blockNumber),
    blockHash: log.blockHash,
    txHash: log.transactionHash,
    txIndex: Number(log.transactionIndex),
    logIndex: Number(log.logIndex),
  }
  return decoded as unknown as ChainEvent // decoded by the ABI that gives the type
}

function decodeArguments({ parameters, data, name }: EventCodec, log: RawLog): object {
  const indexed = parameters.filter((parameter) => parameter.indexed)
  if (log.topics.length !== indexed.length + 1) {
    throw new MeshError('input.invalid', { detail: `the log has not the topics of ${name}` })
  }
  const values = indexed.map((parameter, i) => [
    parameter.name,
    readTopic(parameter, fromHex(log.topics[i + 1] ?? '')),
  ])
  return { ...Object.fromEntries(values), ...(data.read(fromHex(log.data), 0) as object) }
}

/** Whether an event has this name; narrows its arguments. */
export function isEvent<N extends ChainEvent['name']>(
  event: ChainEvent,
  name: N,
): event is NamedEvent<N> {
  return event.name === name
}
