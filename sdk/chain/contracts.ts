import { fromHex } from '../crypto/bytes.ts'
import { type Abis, type ContractKey, contractKeys } from './abis.ts'
import type { Abi, FunctionInputs, FunctionName, FunctionOutput, ViewName } from './abiTypes.ts'
import {
  type ContractCodec,
  contractCodecs,
  encodeCall,
  type FunctionCodec,
} from './contractCodecs.ts' // prettier-ignore
import type { Address, Hex } from './ids.ts'
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
    bindContract(rpc, contractCodecs[key], addresses[key]),
  ])
  return Object.fromEntries(contracts) as Contracts // one entry for each key, of its own ABI
}

function bindContract<A extends Abi>(rpc: Rpc, codec: ContractCodec, to: Address): Contract<A> {
  // The types let no other name through.
  const functionOf = (name: string) => codec.functions.get(name) as FunctionCodec
  return {
    address: to,
    encode: (name, ...inputs) => ({ to, data: encodeCall(functionOf(name), inputs as unknown[]) }),
    read: async (name, inputs, { block = 'latest', from } = {}) => {
      const data = encodeCall(functionOf(name), inputs as unknown[]) // a tuple of values
      const tag = typeof block === 'number' ? quantity(block) : block
      const call = { to, data, ...(from && { from }) }
      const output = await rpc.request<Hex>('eth_call', [call, tag])
      return functionOf(name).output.read(fromHex(output), 0) as never // by the ABI of the type
    },
  }
}
