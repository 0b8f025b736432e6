import type { Addresses } from '@creditmesh/sdk/chain/contracts.ts'
import type { DeploymentWindows } from '@creditmesh/sdk/chain/deployment.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { getCreateAddress, Interface } from 'ethers'
import { type ContractName, readArtifact } from './artifacts.ts'

interface Creation {
  readonly name: ContractName
  readonly inputs: readonly unknown[]
}

// In this order of the deployer's nonces. Consents and Ledger name Queries, which names both, so the addresses are
// computed before anything is created: a fixed address is a stronger and cheaper guard than a role.
const order = [
  'accessManager',
  'token',
  'members',
  'priceList',
  'credentials',
  'consents',
  'ledger',
  'queries',
  'modelRegistry',
] as const satisfies readonly (keyof Addresses)[]

/** Where each contract will stand when the deployer creates them from this nonce on. */
export function predictAddresses(deployer: Address, firstNonce: number): Addresses {
  const entries = order.map((key, i) => [
    key,
    getCreateAddress({ from: deployer, nonce: firstNonce + i }),
  ])
  return Object.fromEntries(entries) as Addresses // `order` has every key
}

/** Creation code of every contract, in order. */
export function creationCalls(
  addresses: Addresses,
  deployer: Address,
  windows: DeploymentWindows,
): { readonly to: null; readonly data: Hex }[] {
  const { accessManager, token, members, consents, ledger, queries } = addresses
  const { vestingSec, approverDelaySec, ...queryWindows } = windows
  const creations: Record<(typeof order)[number], Creation> = {
    accessManager: { name: 'AccessManager', inputs: [deployer] },
    token: { name: 'SettlementToken', inputs: [accessManager] },
    members: { name: 'Members', inputs: [accessManager] },
    priceList: { name: 'PriceList', inputs: [members] },
    credentials: { name: 'Credentials', inputs: [members] },
    consents: { name: 'Consents', inputs: [accessManager, queries] },
    ledger: { name: 'Ledger', inputs: [token, queries, vestingSec] },
    queries: { name: 'Queries', inputs: [members, consents, ledger, queryWindows] },
    modelRegistry: { name: 'ModelRegistry', inputs: [accessManager, members, approverDelaySec] },
  }
  return order.map((key) => ({ to: null, data: creationCode(creations[key]) }))
}

// EIP-170. A contract compiled for coverage is larger, and its creation would revert without a word.
const maxCodeBytes = 24_576

function creationCode({ name, inputs }: Creation): Hex {
  const { abi, bytecode, deployedBytecode } = readArtifact(name)
  const codeBytes = deployedBytecode.length / 2 - 1
  if (codeBytes > maxCodeBytes) {
    throw new MeshError('config.invalid', {
      detail: `${name} has ${codeBytes} bytes of code, more than a chain takes; run: npm run compile -- --force`,
      details: { contract: name, codeBytes },
    })
  }
  const encoded = new Interface(abi).encodeDeploy(inputs)
  return `${bytecode}${encoded.slice(2)}` // hex after hex
}
