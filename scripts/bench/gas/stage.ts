import { join } from 'node:path'
import {
  type ContractCall,
  type Contracts,
  createContracts,
} from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { createRpc, quantity, type Rpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { createTypedData, type TypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { type Account, createAccount } from '../../chain/account.ts'
import { startLocalChain } from '../../chain/localChain.ts'
import { admitMembers, deploy, localWindows } from '../../deploy.ts'
import { createMeter, type Meter } from './meter.ts'

/** A fresh chain with everything deployed, members admitted and funded, and a meter on each transaction. */
export interface Stage extends AsyncDisposable {
  readonly rpc: Rpc
  readonly deployment: Deployment
  readonly contracts: Contracts
  readonly typedData: TypedData
  readonly meter: Meter
  /** Deployer, council, supervisor and settlement agent. */
  readonly council: Account
  readonly auditors: readonly [Account, Account]
  readonly lender: Account
  readonly asked: Account
  readonly holder: Account
  /** An account without any role; the same name is the same account. */
  account(name: string): Account
  /** Sends, waits for the block, and meters. */
  send(account: Account, call: ContractCall, variant?: string): Promise<void>
  nowSec(): Promise<number>
  /** Lets block time reach `sec`, and a leg of that deadline lapse. */
  passBeyond(sec: number): Promise<void>
}

export const allPurposes = 0x7fe
const funds = 1_000_000_000_000n

export async function openStage(folder: string, vestingSec: number): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  const chain = await startLocalChain({ dir: join(folder, 'chain'), port: 0, hasManualTime: true })
  opened.defer(() => chain.close())
  const rpc = createRpc(chain.url)
  const account = accountsOn(rpc)
  const council = account('council')
  const auditors = [account('auditor 1'), account('auditor 2')] as const
  const deployment = await deploy(council, rpc, {
    windows: { ...localWindows, vestingSec },
    holders: { auditors: auditors.map(({ address }) => address) },
  })
  const meter = createMeter(deployment.addresses)
  const contracts = createContracts(rpc, deployment.addresses)
  const people = { lender: account('lender'), asked: account('asked'), holder: account('holder') }
  await admit(council, rpc, deployment, people)
  for (const person of Object.values(people)) await fund(person, council, contracts)
  const { lapseBlocks } = deployment.windows
  const living = opened.move()
  return {
    ...{ rpc, deployment, contracts, typedData: createTypedData(deployment), meter },
    ...{ council, auditors, ...people, account },
    async send(sender, call, variant) {
      const { gasUsed } = await sender.send(call)
      meter.record(call, gasUsed, variant)
    },
    nowSec: async () => (await readBlockHead(rpc))?.sec ?? 0,
    async passBeyond(sec) {
      await rpc.request('evm_mine', [quantity(sec + 1)])
      for (let i = 0; i <= lapseBlocks; i += 1) await rpc.request('evm_mine')
    },
    [Symbol.asyncDispose]: () => living.disposeAsync(),
  }
}

/** One object for each name: it counts its account's nonces. */
function accountsOn(rpc: Rpc): (name: string) => Account {
  const known = new Map<string, Account>()
  return (name) => {
    const account = known.get(name) ?? createAccount(digestOf(`account ${name}`), { rpc })
    known.set(name, account)
    return account
  }
}

async function admit(
  council: Account,
  rpc: Rpc,
  deployment: Deployment,
  { lender, ...agencies }: Readonly<Record<'lender' | 'asked' | 'holder', Account>>,
): Promise<void> {
  const admissions = [
    { account: lender.address, roles: memberRoles.QUERY_USER },
    ...Object.values(agencies).map(({ address }) => ({
      account: address,
      roles: memberRoles.AGENCY,
    })),
  ].map((member) => ({
    ...member,
    ...{ purposes: allPurposes, endpoint: 'https://member.example', name: 'A member' },
    ...{ x25519: digestOf(`x ${member.account}`), ed25519: digestOf(`e ${member.account}`) },
  }))
  await admitMembers(council, rpc, deployment, admissions)
}

async function fund(person: Account, council: Account, { token, ledger }: Contracts) {
  await council.send(token.encode('mint', person.address, funds))
  await person.sendAll([
    token.encode('approve', ledger.address, funds),
    ledger.encode('deposit', funds / 2n),
  ])
}

/** 32 bytes that stand for whatever the label says. */
export function digestOf(label: string) {
  return sha256(utf8(`creditmesh bench ${label}`))
}

export function hexOf(label: string): Hex {
  return toHex(digestOf(label))
}
