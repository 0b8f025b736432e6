import { type Contracts, createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import {
  type Deployment,
  parseDeployment,
  verifyChainIdentity,
} from '@creditmesh/sdk/chain/deployment.ts'
import { createRpc, type Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { type ChainViews, createViews } from '@creditmesh/sdk/chain/views.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { type NetworkFile, readNetworkFile } from '../files/networkFile.ts'
import { stateFolderAt } from '../files/stateFolder.ts'
import { readJsonFile } from './jsonFile.ts'

/** The network of a state folder, and its chain, which was found to be the pinned one. */
export interface ChainAccess {
  readonly network: NetworkFile
  readonly deployment: Deployment
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly views: ChainViews
}

/** Throws `network.not_running`, `chain.unavailable` or `chain.wrong_network`. */
export async function openChain(dir: string): Promise<ChainAccess> {
  const network = await readNetworkFile(dir)
  const deployment = await readDeployment(dir)
  const rpc = createRpc(network.chain.url)
  await verifyChainIdentity(rpc, deployment).catch((cause: unknown) => {
    throw isUnavailable(cause) ? silent(network.chain.url, cause) : cause
  })
  const contracts = createContracts(rpc, deployment.addresses)
  return { network, deployment, rpc, contracts, views: createViews(contracts) }
}

function isUnavailable(cause: unknown): boolean {
  return cause instanceof MeshError && cause.code === 'chain.unavailable'
}

function silent(url: string, cause: unknown): MeshError {
  return new MeshError('chain.unavailable', {
    detail: `the chain does not answer at ${url}`,
    details: { url },
    action: 'Start it: creditmesh network up.',
    cause,
  })
}

/** Throws `network.not_running` while the contracts are not deployed. */
export async function readDeployment(dir: string): Promise<Deployment> {
  try {
    return parseDeployment(await readJsonFile(stateFolderAt(dir).deploymentFile, z.unknown()))
  } catch (cause) {
    const isMissing = cause instanceof MeshError && cause.code === 'file.not_found'
    if (!isMissing) throw cause
    throw new MeshError('network.not_running', { detail: 'no contracts are deployed yet', cause })
  }
}
