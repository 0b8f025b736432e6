import { existsSync, readFileSync } from 'node:fs'
import { writeAtomically } from '@creditmesh/agency-node/files/atomicFile.ts'
import type { NetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import type { StateFolder } from '@creditmesh/agency-node/files/stateFolder.ts'
import { type Contracts, createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import {
  type Deployment,
  parseDeployment,
  verifyChainIdentity,
} from '@creditmesh/sdk/chain/deployment.ts'
import { createRpc, type Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { type ChainViews, createViews } from '@creditmesh/sdk/chain/views.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { type Account, createAccount } from '../chain/account.ts'
import { deploy } from '../deploy.ts'
import { ensureCompiled } from './ensureCompiled.ts'
import { ensureSecret } from './secrets.ts'

/** The contracts of a network that is up, and those who govern it. */
export interface Ground {
  readonly rpc: Rpc
  readonly deployment: Deployment
  readonly contracts: Contracts
  readonly views: ChainViews
  readonly council: Account
  readonly settlement: Account
}

/** Deploys once; afterwards the chain has to be the same one. Throws `chain.wrong_network` otherwise. */
export async function ensureGround(state: StateFolder, { chain }: NetworkFile): Promise<Ground> {
  const rpc = createRpc(chain.url)
  const council = createAccount(await ensureSecret(state, 'council'), { rpc })
  const settlement = createAccount(await ensureSecret(state, 'settlement'), { rpc })
  const deployment = existsSync(state.deploymentFile)
    ? parseDeployment(JSON.parse(readFileSync(state.deploymentFile, 'utf8')))
    : await deployInto(state, rpc, { council, settlement })
  await verifyChainIdentity(rpc, deployment)
  const contracts = createContracts(rpc, deployment.addresses)
  return { rpc, deployment, contracts, views: createViews(contracts), council, settlement }
}

async function deployInto(
  state: StateFolder,
  rpc: Rpc,
  { council, settlement }: Pick<Ground, 'council' | 'settlement'>,
): Promise<Deployment> {
  ensureCompiled()
  // Two of them: nobody invalidates a consent alone.
  const auditors = [
    ethersEcdsa.addressOf(await ensureSecret(state, 'auditor-1')),
    ethersEcdsa.addressOf(await ensureSecret(state, 'auditor-2')),
  ]
  const holders = { settlementAgents: [settlement.address], auditors }
  const deployment = await deploy(council, rpc, { holders })
  await writeAtomically(state.deploymentFile, `${JSON.stringify(deployment, null, 2)}\n`)
  return deployment
}
