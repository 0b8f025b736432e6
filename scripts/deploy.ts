// Deploys the contracts: node scripts/deploy.ts --url URL --key-file FILE --out FILE
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment, DeploymentWindows } from '@creditmesh/sdk/chain/deployment.ts'
import { type Address, toAddress } from '@creditmesh/sdk/chain/ids.ts'
import type { Member, MemberKeys } from '@creditmesh/sdk/chain/memberViews.ts'
import { createRpc, type Rpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { fromHex, type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { type Account, createAccount } from './chain/account.ts'
import { creationCalls, predictAddresses } from './chain/creations.ts'
import { accessCalls, type RoleHolders } from './chain/networkAccess.ts'
import { purposeTemplates } from './chain/purposeTemplates.ts'

/** Seconds where a real network has hours, so that a lapse can be watched. */
export const localWindows: DeploymentWindows = {
  receiptMarginSec: 5,
  tradeMarginSec: 5,
  maxWindowSec: 86_400,
  lapseBlocks: 2,
  vestingSec: 0,
  approverDelaySec: 60,
}

export interface DeployParams {
  readonly windows?: DeploymentWindows
  /** Roles that nobody is named for stay with the deployer, the auditors' excepted. */
  readonly holders?: Partial<RoleHolders>
}

/** Creates all contracts, sets the purposes' templates and hands the roles out. */
export async function deploy(
  deployer: Account,
  rpc: Rpc,
  { windows = localWindows, holders = {} }: DeployParams = {},
): Promise<Deployment> {
  const [chainId, genesis, head] = await Promise.all([
    rpc.request<Hex>('eth_chainId'),
    readBlockHead(rpc, 0),
    readBlockHead(rpc),
  ])
  if (genesis === null || head === null) throw new MeshError('chain.unavailable')
  const addresses = predictAddresses(deployer.address, await deployer.nextNonce())
  const contracts = createContracts(rpc, addresses)
  const templates = [...purposeTemplates].map(([purpose, template]) =>
    contracts.consents.encode('setTemplate', purpose, template),
  )
  await deployer.sendAll([
    ...creationCalls(addresses, deployer.address, windows),
    ...templates,
    ...accessCalls(contracts, { ...soleHolder(deployer.address), ...holders }, deployer.address),
  ])
  return {
    format: 'creditmesh/deployment/1',
    chainId: Number(chainId),
    genesisHash: genesis.hash,
    addresses,
    windows,
    startBlock: head.number + 1,
  }
}

function soleHolder(account: Address): RoleHolders {
  const only = [account]
  return { admins: only, council: only, supervisors: only, settlementAgents: only, auditors: [] }
}

/** What the council has to say of a new member. */
export type Admission = Pick<Member, 'account' | 'roles' | 'purposes' | 'endpoint' | 'name'> &
  Pick<MemberKeys, 'x25519' | 'ed25519'>

/** Admits members by the council's account. */
export async function admitMembers(
  council: Account,
  rpc: Rpc,
  deployment: Deployment,
  admissions: readonly Admission[],
): Promise<void> {
  const { members } = createContracts(rpc, deployment.addresses)
  await council.sendAll(
    admissions.map(({ account, x25519, ed25519, ...rest }) =>
      members.encode('admit', account, {
        ...rest,
        x25519: toHex(x25519),
        ed25519: toHex(ed25519),
      }),
    ),
  )
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      'key-file': { type: 'string' },
      out: { type: 'string' },
      auditor: { type: 'string', multiple: true, default: [] },
    },
  })
  const { url, out, 'key-file': keyFile, auditor } = values
  if (url === undefined || keyFile === undefined || out === undefined) {
    throw new MeshError('usage.invalid', { detail: '--url, --key-file and --out are needed' })
  }
  const rpc = createRpc(url)
  const deployer = createAccount(fromHex(readFileSync(keyFile, 'utf8').trim()), { rpc })
  const deployment = await deploy(deployer, rpc, { holders: { auditors: auditor.map(toAddress) } })
  writeFileSync(out, `${JSON.stringify(deployment, null, 2)}\n`)
  process.stdout.write(`${JSON.stringify(deployment)}\n`)
}

if (import.meta.main) {
  await main().catch((thrown: unknown) => {
    const error = toMeshError(thrown)
    process.stderr.write(`${error.message}\n${error.suggestedAction}\n`)
    process.exit(exitCodeOf(error.code))
  })
}
