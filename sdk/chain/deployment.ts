import { z } from 'zod'
import { MeshError } from '../errors.ts'
import { contractKeys } from './abis.ts'
import type { Addresses } from './contracts.ts'
import { type Digest, type Hex, sameHex, toAddress } from './ids.ts'
import { quantity, type Rpc, readBlockHead } from './rpc.ts'

const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform(toAddress)
const digestSchema = z
  .custom<Digest>((value) => /^0x[0-9a-f]{64}$/.test(String(value)))
  .describe('0x and 64 lower-case hex digits')
const countSchema = z.int().min(0)

/** One network: the chain it lives on, its contracts, and the windows that they were deployed with. */
export const deploymentSchema = z.strictObject({
  format: z.literal('creditmesh/deployment/1'),
  chainId: z.int().positive(),
  genesisHash: digestSchema,
  addresses: z.strictObject({
    accessManager: addressSchema,
    token: addressSchema,
    members: addressSchema,
    priceList: addressSchema,
    credentials: addressSchema,
    consents: addressSchema,
    ledger: addressSchema,
    queries: addressSchema,
    modelRegistry: addressSchema,
  }),
  windows: z.strictObject({
    receiptMarginSec: countSchema,
    tradeMarginSec: countSchema,
    maxWindowSec: countSchema,
    lapseBlocks: countSchema,
    vestingSec: countSchema,
    /** Between an agency's own appointment of an approver of models and its force. */
    approverDelaySec: countSchema,
  }),
  /** No event of this network is older. */
  startBlock: countSchema,
})
export type Deployment = z.output<typeof deploymentSchema>
export type DeploymentWindows = Deployment['windows']

/** Parses a deployment file. Throws `config.invalid` naming the field. */
export function parseDeployment(value: unknown): Deployment {
  const parsed = deploymentSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  if (field === 'addresses.modelRegistry') throw olderThanThisProgram(field)
  throw new MeshError('config.invalid', {
    detail: `deployment: "${field}" is not valid`,
    details: { field },
  })
}

/** Contracts are immutable, so a network made before the registry of models existed never gets one. */
function olderThanThisProgram(field: string): MeshError {
  return new MeshError('config.invalid', {
    detail:
      'the deployment names no modelRegistry: its contracts are older than this program; ' +
      'make a new network (a local one: creditmesh network reset)',
    details: { field },
  })
}

/**
 * Makes sure that the chain behind `rpc` is the deployment's: chain id, genesis block, code at every address. Throws
 * `chain.wrong_network` saying what differs; nobody works on another chain or on one that began anew.
 */
export async function verifyChainIdentity(rpc: Rpc, deployment: Deployment): Promise<void> {
  const [chainId, genesis] = await Promise.all([
    rpc.request<Hex>('eth_chainId'),
    readBlockHead(rpc, 0),
  ])
  requireSame('chainId', quantity(deployment.chainId), chainId)
  requireSame('genesisHash', deployment.genesisHash, genesis?.hash ?? 'none')
  await requireContracts(rpc, deployment.addresses)
}

async function requireContracts(rpc: Rpc, addresses: Addresses): Promise<void> {
  const codes = await Promise.all(
    contractKeys.map((key) => rpc.request<Hex>('eth_getCode', [addresses[key], 'latest'])),
  )
  contractKeys.forEach((key, i) => {
    if (codes[i] === '0x') throw wrongNetwork(key, addresses[key], 'no contract')
  })
}

function requireSame(what: string, pinned: string, found: string): void {
  if (!sameHex(pinned, found)) throw wrongNetwork(what, pinned, found)
}

function wrongNetwork(what: string, pinned: string, found: string): MeshError {
  return new MeshError('chain.wrong_network', {
    detail: `${what} is ${found} where ${pinned} is pinned`,
    details: { what, pinned, found },
  })
}
