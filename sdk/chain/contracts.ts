import type { Interface } from 'ethers'
import type { Abi, FunctionInputs, FunctionName, FunctionOutput, ViewName } from './abiTypes.ts'
import type { Address, Hex } from './ids.ts'
import { type Abis, type ContractKey, contractKeys, interfaces } from './interfaces.ts'
import { namedValues, plainValue } from './plainValues.ts'
import { quantity, type Rpc } from './rpc.ts'

/** What a transaction does: whom it calls, and with what. */
export interface ContractCall {
  readonly to: Address
  readonly data: Hex
}

/** The state that a read sees. */
export type BlockTag = 'latest' | 'finalized' | 'pending' | number

/** One deployed contract: calls to send and views to read, typed by its ABI. */
export interface Contract<A extends Abi> {
  readonly address: Address
  encode<N extends FunctionName<A>>(name: N, ...inputs: FunctionInputs<A, N>): ContractCall
  /** Asks a view. Throws its custom error, decoded. */
  read<N extends ViewName<A>>(
    name: N,
    inputs: FunctionInputs<A, N>,
    options?: ReadOptions,
  ): Promise<FunctionOutput<A, N>>
}

export interface ReadOptions {
  readonly block?: BlockTag
  /** Who asks; matters to the few views that answer by caller. */
  readonly from?: Address
}

export type Contracts = { readonly [K in ContractKey]: Contract<Abis[K]> }
export type Addresses = Readonly<Record<ContractKey, Address>>

/** All contracts of a deployment. */
export function createContracts(rpc: Rpc, addresses: Addresses): Contracts {
  const contracts = contractKeys.map((key) => [
    key,
    bindContract(rpc, interfaces[key], addresses[key]),
  ])
  return Object.fromEntries(contracts) as Contracts // one entry for each key, of its own ABI
}

function bindContract<A extends Abi>(rpc: Rpc, codec: Interface, address: Address): Contract<A> {
  const encode = (name: string, inputs: readonly unknown[]): ContractCall => ({
    to: address,
    data: codec.encodeFunctionData(name, inputs) as Hex, // ethers writes 0x
  })
  return {
    address,
    encode: (name, ...inputs) => encode(name, inputs as readonly unknown[]), // a tuple of values
    read: async (name, inputs, { block = 'latest', from } = {}) => {
      const call = { ...encode(name, inputs as readonly unknown[]), ...(from && { from }) }
      const tag = typeof block === 'number' ? quantity(block) : block
      const data = await rpc.request<Hex>('eth_call', [call, tag])
      return decodeOutput(codec, name, data) as never // the ABI that gives the type decodes it
    },
  }
}

// As `FunctionOutput` types it.
function decodeOutput(codec: Interface, name: string, data: Hex): unknown {
  const outputs = codec.getFunction(name)?.outputs ?? []
  const values = codec.decodeFunctionResult(name, data)
  const [only] = outputs
  if (outputs.length === 1 && only !== undefined) return plainValue(only, values[0])
  return outputs.some((output) => output.name === '')
    ? outputs.map((output, i) => plainValue(output, values[i]))
    : namedValues(outputs, values)
}
