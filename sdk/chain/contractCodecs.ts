import { concat, type Hex, toHex, utf8 } from '../crypto/bytes.ts'
import { keccak256 } from '../crypto/hash.ts'
import { type AbiCodec, codecOf, encodeSequence, namedCodec, positionalCodec } from './abiCodec.ts'
import { abis, type ContractKey, contractKeys } from './abis.ts'
import type { Abi, AbiEntry, AbiParameter } from './abiTypes.ts'

/** A function, by its selector. */
export interface FunctionCodec {
  readonly selector: Uint8Array
  readonly inputs: AbiCodec
  /** The one output, or a sequence of several as `FunctionOutput` types it. */
  readonly output: AbiCodec
}

/** An event, by its first topic. Indexed arguments stand in the other topics: all of ours are single words. */
export interface EventCodec {
  readonly name: string
  readonly topic: Hex
  readonly parameters: readonly EventParameter[]
  /** Of the arguments that are not indexed. */
  readonly data: AbiCodec
}

export interface EventParameter extends AbiParameter {
  readonly indexed?: boolean
}

/** A custom error, by its selector. */
export interface ErrorCodec {
  readonly name: string
  readonly selector: Hex
  readonly values: AbiCodec
}

export interface ContractCodec {
  readonly functions: ReadonlyMap<string, FunctionCodec>
  readonly eventsByTopic: ReadonlyMap<string, EventCodec>
  readonly eventsByName: ReadonlyMap<string, EventCodec>
  readonly errorsBySelector: ReadonlyMap<string, ErrorCodec>
}

/** Every contract's codecs: constants, made once from the ABIs. */
export const contractCodecs: Readonly<Record<ContractKey, ContractCodec>> = Object.fromEntries(
  contractKeys.map((key) => [key, contractCodecOf(abis[key])]),
) as Record<ContractKey, ContractCodec> // one for each key

/** Calldata: selector and inputs. */
export function encodeCall({ selector, inputs }: FunctionCodec, values: readonly unknown[]): Hex {
  return toHex(concat(selector, encodeSequence(inputs, values)))
}

function contractCodecOf(abi: Abi): ContractCodec {
  const events = entriesOf(abi, 'event').map(eventCodecOf)
  return {
    functions: new Map(
      entriesOf(abi, 'function').map((entry) => [entry.name ?? '', functionCodecOf(entry)]),
    ),
    eventsByTopic: new Map(events.map((event) => [event.topic, event])),
    eventsByName: new Map(events.map((event) => [event.name, event])),
    errorsBySelector: new Map(
      entriesOf(abi, 'error')
        .map(errorCodecOf)
        .map((error) => [error.selector, error]), // prettier-ignore
    ),
  }
}

function entriesOf(abi: Abi, type: string): AbiEntry[] {
  return abi.filter((entry) => entry.type === type)
}

function functionCodecOf(entry: AbiEntry): FunctionCodec {
  const { inputs = [], outputs = [] } = entry
  return {
    selector: signatureHash(entry).subarray(0, 4),
    inputs: positionalCodec(inputs),
    output: outputCodec(outputs),
  }
}

function outputCodec(outputs: readonly AbiParameter[]): AbiCodec {
  if (outputs.length === 1) return onlyOf(positionalCodec(outputs))
  return outputs.some(({ name }) => name === '') ? positionalCodec(outputs) : namedCodec(outputs)
}

function onlyOf(sequence: AbiCodec): AbiCodec {
  const read = (data: Uint8Array, start: number) => (sequence.read(data, start) as unknown[])[0]
  return { ...sequence, read }
}

function eventCodecOf(entry: AbiEntry): EventCodec {
  const { name = '', inputs = [] } = entry
  const parameters: readonly EventParameter[] = inputs
  return {
    name,
    topic: toHex(signatureHash(entry)),
    parameters,
    data: namedCodec(parameters.filter(({ indexed }) => indexed !== true)),
  }
}

function errorCodecOf(entry: AbiEntry): ErrorCodec {
  const { name = '', inputs = [] } = entry
  const selector = toHex(signatureHash(entry).subarray(0, 4))
  return { name, selector, values: namedCodec(inputs) }
}

function signatureHash({ name = '', inputs = [] }: AbiEntry): Uint8Array {
  return keccak256(utf8(`${name}(${inputs.map(canonicalType).join(',')})`))
}

function canonicalType({ type, components = [] }: AbiParameter): string {
  const suffix = type.slice('tuple'.length)
  return type.startsWith('tuple') ? `(${components.map(canonicalType).join(',')})${suffix}` : type
}

/** The topic of an indexed argument. */
export function topicOf(parameter: EventParameter, value: unknown): Hex {
  return toHex(encodeSequence(positionalCodec([parameter]), [value]))
}

/** An indexed argument from its topic. */
export function readTopic(parameter: EventParameter, topic: Uint8Array): unknown {
  return codecOf(parameter).read(topic, 0)
}
