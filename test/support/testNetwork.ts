import { type Contracts, createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment, DeploymentWindows } from '@creditmesh/sdk/chain/deployment.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { quantity, type Rpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { createTypedData, type TypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { type ChainViews, createViews } from '@creditmesh/sdk/chain/views.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { type KeyPair, tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { type Account, createAccount } from '../../scripts/chain/account.ts'
import { admitMembers, deploy, localWindows } from '../../scripts/deploy.ts'

export interface TestMember {
  readonly account: Account
  readonly x25519: KeyPair
  readonly ed25519: KeyPair
}

export interface AdmitOptions {
  /** `memberRoles.AGENCY` unless given. */
  readonly roles?: number
  /** All that can be granted unless given. */
  readonly purposes?: number
  readonly endpoint?: string
}

/** A deployed network for tests, with all that a council would do. The same name is the same account, always. */
export interface TestNetwork extends TestTime {
  readonly rpc: Rpc
  readonly deployment: Deployment
  readonly contracts: Contracts
  readonly views: ChainViews
  readonly typedData: TypedData
  /** Deployer, council, supervisor and settlement agent. */
  readonly council: Account
  readonly auditors: readonly [Account, Account]
  account(name: string): Account
  admit(name: string, options?: AdmitOptions): Promise<TestMember>
  /** Puts units into an account's free balance: mints, approves, deposits. */
  fund(account: Account, amount: bigint): Promise<void>
}

/** The chain's time in the test's hands. */
export interface TestTime {
  nowSec(): Promise<number>
  mine(blocks?: number): Promise<void>
  /** Makes a block whose time is at least this. */
  mineUntil(sec: number): Promise<void>
  /** Makes legs of this deadline lapse: by time and by blocks. */
  mineBeyond(settleBy: number): Promise<void>
}

/** Purposes 1-10, as a licence. */
export const allPurposes = 0x7fe

/** Deploys on a chain with manual time. */
export async function createTestNetwork(
  rpc: Rpc,
  windows: DeploymentWindows = localWindows,
): Promise<TestNetwork> {
  const account = (name: string) => createAccount(seedOf(`account ${name}`), { rpc })
  const council = account('council')
  const auditors = [account('auditor-1'), account('auditor-2')] as const
  const holders = { auditors: auditors.map(({ address }) => address) }
  const deployment = await deploy(council, rpc, { windows, holders })
  const contracts = createContracts(rpc, deployment.addresses)
  return {
    rpc,
    deployment,
    contracts,
    views: createViews(contracts),
    typedData: createTypedData(deployment),
    council,
    auditors,
    account,
    admit: async (name, options) => {
      const member = createMember(account(name), name)
      await admitMembers(council, rpc, deployment, [admissionOf(member, name, options)])
      return member
    },
    fund: async (payee, amount) => {
      const { token, ledger } = contracts
      await council.send(token.encode('mint', payee.address, amount))
      await payee.sendAll([
        token.encode('approve', ledger.address, amount),
        ledger.encode('deposit', amount),
      ])
    },
    ...createTestTime(rpc, windows),
  }
}

function createTestTime(rpc: Rpc, { lapseBlocks }: DeploymentWindows): TestTime {
  const nowSec = async () => (await readBlockHead(rpc))?.sec ?? 0
  const mine = async (blocks = 1) => {
    for (let i = 0; i < blocks; i += 1) await rpc.request('evm_mine')
  }
  const mineUntil = async (sec: number) => {
    await rpc.request('evm_mine', [quantity(Math.max(sec, await nowSec()))])
  }
  const mineBeyond = async (settleBy: number) => {
    await mineUntil(settleBy + 1)
    await mine(lapseBlocks + 1)
  }
  return { nowSec, mine, mineUntil, mineBeyond }
}

function createMember(account: Account, name: string): TestMember {
  const x25519Secret = seedOf(`x25519 ${name}`)
  const x25519 = { secretKey: x25519Secret, publicKey: tweetnaclSuite.boxPublicKey(x25519Secret) }
  return { account, x25519, ed25519: tweetnaclSuite.signKeyPair(seedOf(`ed25519 ${name}`)) }
}

function admissionOf(
  { account, x25519, ed25519 }: TestMember,
  name: string,
  { roles = memberRoles.AGENCY, purposes = allPurposes, endpoint }: AdmitOptions = {},
) {
  return {
    account: account.address,
    roles,
    purposes,
    x25519: x25519.publicKey,
    ed25519: ed25519.publicKey,
    endpoint: endpoint ?? `http://${name}.invalid`,
    name,
  }
}

function seedOf(label: string) {
  return sha256(utf8(`creditmesh test ${label}`))
}
