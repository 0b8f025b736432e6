import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Contracts, createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import {
  type Deployment,
  parseDeployment,
  verifyChainIdentity,
} from '@creditmesh/sdk/chain/deployment.ts'
import { createRpc, type Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { createTypedData, type TypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { type ChainViews, createViews } from '@creditmesh/sdk/chain/views.ts'
import { createHmacTagger, type SubjectTagger } from '@creditmesh/sdk/crypto/subjectTag.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { agencyFiles, type OpenAgency, openAgencyFolder } from './agencyFolder.ts'
import type { ChainReader, LegStore } from './exchange/collaborators.ts'
import type { JointWorld } from './joint/world.ts'
import { loadPrimeGroup } from './native/primeGroup.ts'
import { chooseModel } from './scoring/chooseModel.ts'
import { type ModelRegistry, openModelRegistry } from './scoring/registry.ts'
import { createChainReader } from './wiring/chainReader.ts'
import { createHttpSigner, sha256 } from './wiring/httpSigner.ts'
import { createJointWorld } from './wiring/jointWorld.ts'
import { createLegStore } from './wiring/legStore.ts'
import { createMemberDirectory, type MemberDirectory } from './wiring/memberDirectory.ts'
import { createScorerSlot, type ScorerSlot } from './wiring/scorerSlot.ts'
import { openTransactions, type Transactions } from './wiring/transactions.ts'

/** An agency with everything open but its doors: what the node and an operator's command both work with. */
export interface AgencyServices {
  readonly agency: OpenAgency
  readonly deployment: Deployment
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly views: ChainViews
  readonly members: MemberDirectory
  readonly chain: ChainReader
  readonly transactions: Transactions
  readonly typedData: TypedData
  readonly legs: LegStore
  readonly models: ModelRegistry
  /** Scores nobody until it was refreshed: that asks the chain. */
  readonly scorer: ScorerSlot
  readonly tagger: SubjectTagger
  /** What this agency computes together with others. */
  readonly joint: JointWorld
  close(): Promise<void>
}

interface ServiceOptions {
  readonly signal: AbortSignal
  /** Hears of what keeps transactions from moving. */
  readonly onTrouble?: (trouble: MeshError) => void
}

/** Opens the folder of an agency. Touches no network: a command that needs no chain works without one. */
export async function openAgencyServices(
  folder: string,
  options: ServiceOptions,
): Promise<AgencyServices> {
  const agency = await openAgencyFolder(folder)
  try {
    return await connect(agency, options)
  } catch (error) {
    await agency.close()
    throw error
  }
}

async function connect(
  agency: OpenAgency,
  { signal, onTrouble }: ServiceOptions,
): Promise<AgencyServices> {
  const { folder, config, identity, store, suites } = agency
  const clockMs = Date.now
  const deployment = await readDeployment(resolve(folder, config.deployment))
  const rpc = createRpc(config.rpcUrl, { signal })
  const contracts = createContracts(rpc, deployment.addresses)
  const members = createMemberDirectory({ rpc, contracts, deployment, clockMs })
  const { confirmations } = config.settings
  const self = identity.address
  const reading = { rpc, contracts, deployment, members, self, confirmations, clockMs }
  const models = await openModelRegistry(agencyFiles(folder).models)
  const views = createViews(contracts)
  const { product, allowUnapproved } = config.scoring
  const choice = { agency: self, product, allowUnapproved }
  const transactions = openTransactions({
    store,
    rpc,
    contracts,
    deployment,
    identity,
    suites,
    signal,
    ...(onTrouble && { onTrouble }),
  })
  return {
    ...{ agency, deployment, rpc, contracts, views, members, transactions, models },
    chain: createChainReader(reading),
    typedData: createTypedData(deployment, suites.ecdsa),
    legs: createLegStore(store),
    scorer: createScorerSlot(() => chooseModel(choice, { models, views })),
    tagger: createHmacTagger(identity.pepper),
    joint: createJointWorld({
      ...{ folder, identity, store, members, sha256 },
      chainId: deployment.chainId,
      nacl: suites.nacl,
      signer: createHttpSigner(agency),
      group: await loadPrimeGroup(),
      settings: config.joint,
      referenceSecret: agency.referenceSecret,
    }),
    async close() {
      await transactions.close()
      await agency.close()
    },
  }
}

async function readDeployment(path: string): Promise<Deployment> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
  try {
    return parseDeployment(JSON.parse(text))
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    throw new MeshError('config.invalid', { detail: 'the deployment is not JSON', cause })
  }
}

/**
 * Makes sure that the chain is the one that this store belongs to, at each start (PROTOCOL 11, last line).
 * Throws `chain.wrong_network` or `chain.unavailable`.
 */
export async function requireOwnChain({ agency, rpc, deployment }: AgencyServices): Promise<void> {
  await verifyChainIdentity(rpc, deployment)
  const { chainId, genesisHash, addresses } = deployment
  await agency.store.pinNetwork({ chainId, genesisHash, addresses })
}
