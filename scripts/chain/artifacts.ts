import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { InterfaceAbi } from 'ethers'

/** Every deployed contract, by the name of its artifact. */
export const contractNames = [
  'AccessManager',
  'SettlementToken',
  'Members',
  'PriceList',
  'Credentials',
  'Consents',
  'Ledger',
  'Queries',
  'ModelRegistry',
] as const
export type ContractName = (typeof contractNames)[number]

export interface Artifact {
  readonly abi: InterfaceAbi & readonly object[]
  readonly bytecode: `0x${string}`
  readonly deployedBytecode: `0x${string}`
}

/** Reads what the compiler wrote. Throws `file.not_found` before the first compilation. */
export function readArtifact(name: ContractName): Artifact {
  const path = fileURLToPath(new URL(artifactPath(name), import.meta.url))
  if (!existsSync(path)) {
    throw new MeshError('file.not_found', {
      detail: `no artifact of ${name}; run: npm run compile`,
      details: { path },
    })
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Artifact // the compiler's own format
}

function artifactPath(name: ContractName): string {
  return name === 'AccessManager'
    ? '../../artifacts/@openzeppelin/contracts/access/manager/AccessManager.sol/AccessManager.json'
    : `../../artifacts/contracts/${name}.sol/${name}.json`
}
