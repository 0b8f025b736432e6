import { Interface } from 'ethers'
import { abis, type ContractKey, contractKeys } from './abis.ts'

export { type ContractKey, contractKeys } from './abis.ts'

/** Ethers' view of each ABI, for tools that look at fragments; the SDK's own paths use `contractCodecs`. */
export const interfaces: Readonly<Record<ContractKey, Interface>> = Object.fromEntries(
  contractKeys.map((key) => [key, new Interface(abis[key])]),
) as Record<ContractKey, Interface> // one for each key
